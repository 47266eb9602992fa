// Dates that count from the day of publication. Each function tries to read a date at token `i`;
// DateMatch::end is 0 where there is none. Internal to dates.h's implementation; pure.
#pragma once

#include "arabic/date_text.h"

namespace warraq::arabic {

// «اليوم السبت», «أمس», «أول من أمس», «غدا», «الليلة الماضية»
DateMatch named_day(const DateText& text, std::size_t i);
// «مساء الأربعاء», «يوم السبت الماضي», «الجمعة 5 يناير»
DateMatch weekday_date(const DateText& text, std::size_t i);
// «قبل ثلاثة أيام», «منذ أسبوعين»
DateMatch distance_back(const DateText& text, std::size_t i);
// «الشهر الماضي», «العام الجاري»
DateMatch named_span(const DateText& text, std::size_t i);

}  // namespace warraq::arabic
