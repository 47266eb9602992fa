#include "arabic/relative_dates.h"

#include "arabic/absolute_dates.h"
#include "arabic/date_parts.h"

namespace warraq::arabic {

using namespace std::chrono;

namespace {

bool is_part_of_day(const DateText& text, std::size_t i) {
    static const auto kParts = numbered({{"مساء", 1},
                                         {"صباح", 1},
                                         {"ظهر", 1},
                                         {"فجر", 1},
                                         {"ليل", 1},
                                         {"ليلة", 1},
                                         {"عصر", 1},
                                         {"يوم", 1},
                                         {"مساءً", 1},
                                         {"نهار", 1}});
    return text.has(i) && kParts.contains(text.tokens[i].key);
}

sys_days moved(const DateText& text, Unit unit, int count) {
    switch (unit) {
        case Unit::Day: return text.today + days{count};
        case Unit::Week: return text.today + days{7 * count};
        case Unit::Month:
        case Unit::Year: {
            const auto to = text.date + months{unit == Unit::Month ? count : 12 * count};
            return to.ok() ? sys_days{to} : sys_days{to.year() / to.month() / last};
        }
        case Unit::None: break;
    }
    return text.today;
}

}  // namespace

DateMatch named_day(const DateText& text, std::size_t i) {
    std::size_t at = i;
    if (is_part_of_day(text, at) && text.has(at + 1)) ++at;
    int offset = 0;
    std::size_t end = at + 1;
    if (text.is(at, K(U"اليوم"))) {
        if (text.has(end) && text.tokens[end].text.starts_with("ال") &&
            !weekdays().contains(text.tokens[end].key))
            return {};
    } else if (text.is(at, K(U"أمس"))) {
        offset = -1;
        if (text.is(end, K(U"الأول"))) {
            offset = -2;
            ++end;
        }
    } else if (text.is(at, K(U"أول")) && text.is(at + 1, K(U"من")) && text.is(at + 2, K(U"أمس"))) {
        offset = -2;
        end = at + 3;
    } else if (text.is(at, K(U"أول")) && text.is(at + 1, K(U"أمس"))) {
        offset = -2;
        end = at + 2;
    } else if (text.is(at, K(U"غد")) || text.is(at, K(U"غدا")) || text.is(at, K(U"غداً")) ||
               text.is(at, K(U"الغد"))) {
        offset = 1;
    } else if (text.is(at, K(U"بعد")) && (text.is(at + 1, K(U"غد")) || text.is(at + 1, K(U"الغد")))) {
        offset = 2;
        end = at + 2;
    } else if (text.is(at, K(U"الليلة"))) {
        if (text.is(end, K(U"الماضية"))) {
            offset = -1;
            ++end;
        }
    } else {
        return {};
    }
    // The weekday beside it says the same.
    if (text.has(end) && !text.tokens[end - 1].breaks && weekdays().contains(text.tokens[end].key)) ++end;
    const sys_days day = text.today + days{offset};
    return {end, {day, day}};
}

DateMatch weekday_date(const DateText& text, std::size_t i) {
    std::size_t at = i;
    while (at < i + 2 && is_part_of_day(text, at) && text.has(at + 1)) ++at;
    if (!text.has(at)) return {};
    const auto day = weekdays().find(text.tokens[at].key);
    if (day == weekdays().end()) return {};
    if (text.next_to(at)) {
        if (const DateMatch dated = day_and_month(text, at + 1); dated.end) return dated;
        if (const DateMatch dated = numeric_date(text, at + 1); dated.end) return dated;
    } else if (text.has(at + 1)) {
        if (const DateMatch dated = day_and_month(text, at + 1); dated.end && text.tokens[at + 1].number > 0)
            return dated;
    }
    const int wanted = day->second, now = static_cast<int>(std::chrono::weekday{text.today}.c_encoding());
    constexpr int kWeek = 7;
    const int back = (now - wanted + kWeek) % kWeek;
    const auto said = text.next_to(at) ? which(text.tokens[at + 1].key) : std::nullopt;
    sys_days value = text.today - days{back};
    if (said && *said < 0 && back == 0) value -= days{kWeek};
    if (said && *said > 0) value = text.today + days{back == 0 ? kWeek : kWeek - back};
    return {at + (said ? 2u : 1u), {value, value}};
}

DateMatch distance_back(const DateText& text, std::size_t i) {
    // Not «بعد»: it counts from what the story tells, not from today.
    if (!(text.is(i, K(U"قبل")) || text.is(i, K(U"منذ"))) || !text.has(i + 1)) return {};
    std::size_t at = i + 1;
    if (text.is(at, K(U"نحو")) || text.is(at, K(U"حوالي")) || text.is(at, K(U"حوالى"))) ++at;
    if (!text.has(at)) return {};
    int count = 0;
    if (text.tokens[at].number > 0) {
        count = text.tokens[at++].number;
    } else if (const auto found = small_numbers().find(text.tokens[at].key);
               found != small_numbers().end() && !text.tokens[at].text.starts_with("ال")) {
        count = found->second;
        ++at;
    }
    if (!text.has(at)) return {};
    const Counted unit = unit_of(text.tokens[at].key);
    constexpr int kFarthest = 2'000;
    if (unit.unit == Unit::None || count > kFarthest) return {};
    if (count == 0) {
        if (unit.count == 1 && unit.unit == Unit::Year && text.is_year(at + 1)) return {};  // «منذ عام 2011»
        count = unit.count;
    }
    // «قبل يومين من …» counts from something else.
    if (text.is(at + 1, K(U"من")) || text.is(at + 1, K(U"على"))) return {};
    const sys_days day = moved(text, unit.unit, -count);
    return {at + 1, {day, day}};
}

DateMatch named_span(const DateText& text, std::size_t i) {
    if (!text.next_to(i)) return {};
    const Unit found = definite_unit(text.tokens[i].key);
    if (found == Unit::None) return {};
    const auto said = which(text.tokens[i + 1].key);
    if (!said) return {};
    if (found == Unit::Year) return {i + 2, year_span(text.this_year() + *said)};
    if (found == Unit::Month) {
        const auto to = text.date.year() / text.date.month() + months{*said};
        return {i + 2,
                month_span(static_cast<int>(to.year()), static_cast<int>(static_cast<unsigned>(to.month())))};
    }
    // The week of an Arab newsroom begins on Sunday.
    const sys_days sunday = text.today - (std::chrono::weekday{text.today} - Sunday) + days{7 * *said};
    return {i + 2, {sunday, sunday + days{6}}};
}

}  // namespace warraq::arabic
