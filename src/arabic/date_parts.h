// What dates are put together from: a day, a month by whichever of its names, and the year that is said or
// meant. Internal to dates.h's implementation; pure.
#pragma once

#include <optional>

#include "arabic/date_text.h"

namespace warraq::arabic {

std::chrono::sys_days gregorian(int year, int month, int day);
bool is_day(int year, int month, int day);
DateSpan month_span(int year, int month);
DateSpan year_span(int year);

// An end of 0 is no day; so below.
struct DayAt {
    int day = 0;
    std::size_t end = 0;
};
// «8», «الثامن», «الحادي عشر», «الخامس والعشرين»
DayAt day_at(const DateText& text, std::size_t i);
std::optional<int> day_number(const DateText& text, std::size_t i);

struct MonthAt {
    std::size_t end = 0;
    Month month;
};
// «كانون الثاني/يناير», «يناير كانون الثاني» too: one month by several of its names.
MonthAt month_at(const DateText& text, std::size_t i);

// What may follow a month: «2018», «من عام 2018», «الماضي».
struct Tail {
    std::size_t end = 0;
    std::optional<int> year;
    std::optional<int> which;
    bool hijri = false;
};
Tail tail_at(const DateText& text, std::size_t i);

// The year that a month without one means.
int year_for(const DateText& text, int month, std::optional<int> said);
// The day, resolved; nothing for one that the month does not have.
std::optional<DateSpan> dated(const DateText& text, int day, const Month& month, const Tail& tail);

}  // namespace warraq::arabic
