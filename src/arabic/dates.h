// Dates as news writes them, resolved against the time of publication.
//
//     for (const DateMention& date : find_dates("التقيا مساء الأربعاء وفي 8 ديسمبر الماضي", published))
//         date.value.to_iso8601();   // "2018-12-05", "2017-12-08"
//
// Known: days («اليوم السبت»، «أمس»، «أول من أمس»، «الأربعاء الماضي»), dates with months of all three namings
// and both of «كانون الثاني/يناير», numeric dates, months, years, Hijri dates (Umm al-Qura), spans («الشهر
// الماضي»، «بين 5 و9 مايو»، «عامي 2008 و2010»), distances («قبل ثلاثة أيام»، «منذ أسبوعين»). A weekday
// without a word that says which is the last one up to publication; a month without a year the one nearest to
// it. Pure; thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace warraq::arabic {

// From the first day to the last, both included.
struct DateSpan {
    std::chrono::sys_days first{}, last{};
    // "2018-12-05", "2018-12" for a whole month, "2018" for a whole year, "2018-12-05/2018-12-09" otherwise.
    std::string to_iso8601() const;
    bool operator==(const DateSpan&) const = default;
};

struct DateMention {
    std::size_t begin = 0, end = 0;  // bytes of the text
    DateSpan value;
};

// In the order of the text, none overlapping.
std::vector<DateMention> find_dates(std::string_view text, Instant published);

}  // namespace warraq::arabic
