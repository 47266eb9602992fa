#include "arabic/date_ranges.h"

#include <string>

#include "arabic/absolute_dates.h"
#include "arabic/date_parts.h"
#include "arabic/fold.h"
#include "arabic/relative_dates.h"
#include "base/number.h"

namespace warraq::arabic {

using namespace std::chrono;

namespace {

// «و9» and «9»
int number_behind_and(const DateText& text, std::size_t i) {
    if (!text.has(i)) return -1;
    if (text.tokens[i].number >= 0) return text.tokens[i].number;
    if (!text.tokens[i].text.starts_with("و")) return -1;
    const std::string digits = fold(text.tokens[i].text.substr(std::string_view("و").size()));
    return digits.size() > kLongestNumber ? -1 : from_digits<int>(digits).value_or(-1);
}

bool is_year_behind_and(const DateText& text, std::size_t i) {
    const int number = number_behind_and(text, i);
    return number >= 1200 && number <= 2200;
}

}  // namespace

DateMatch date_range(const DateText& text, std::size_t i) {
    std::size_t at = i;
    const bool opens = text.is(i, K(U"من")) || text.is(i, K(U"بين"));
    if (opens) ++at;
    if (text.is(at, K(U"عامي")) || text.is(at, K(U"عام"))) {
        const std::size_t first = at + 1;
        if (!text.is_year(first) || !text.next_to(first)) return {};
        std::size_t second = first + 1;
        if (text.is(second, K(U"إلى")) || text.is(second, K(U"حتى"))) ++second;
        if (text.has(second) && is_year_behind_and(text, second) &&
            number_behind_and(text, second) >= text.tokens[first].number &&
            (second > first + 1 || text.tokens[second].text.starts_with("و")))
            return {second + 1,
                    {year_span(text.tokens[first].number).first,
                     year_span(number_behind_and(text, second)).last}};
        return {};
    }
    const auto first_day = day_number(text, at);
    if (!first_day || !text.has(at + 1) || text.tokens[at].number < 0) return {};
    const bool dash = text.tokens[at].dash;
    std::size_t second = at + 1;
    const MonthAt first_month = dash ? MonthAt{} : month_at(text, second);
    if (first_month.end) second = first_month.end;
    if (text.is(second, K(U"إلى")) || text.is(second, K(U"حتى")))
        ++second;
    else if (!dash && !(text.has(second) && text.tokens[second].text.starts_with("و")))
        return {};
    const int second_day = number_behind_and(text, second);
    if (second_day < 1 || second_day > 31 || !text.has(second + 1)) return {};
    const MonthAt month = month_at(text, text.is(second + 1, K(U"من")) ? second + 2 : second + 1);
    if (!month.end || month.month.hijri) return {};
    const Tail tail = tail_at(text, month.end);
    const auto last = dated(text, second_day, month.month, tail);
    if (!last) return {};
    Tail same_year = tail;
    same_year.year = static_cast<int>(year_month_day(last->last).year());
    auto first = dated(text, *first_day, first_month.end ? first_month.month : month.month, same_year);
    if (first && first->first > last->last) {
        --*same_year.year;
        first = dated(text, *first_day, first_month.month, same_year);
    }
    if (!first || first->first > last->last || first_month.month.hijri) return {};
    return {tail.end, {first->first, last->last}};
}

DateMatch part_of_span(const DateText& text, std::size_t i) {
    static const auto kParts = numbered({{"مطلع", 0},
                                         {"أوائل", 0},
                                         {"بداية", 0},
                                         {"منتصف", 1},
                                         {"أواسط", 1},
                                         {"أواخر", 2},
                                         {"نهاية", 2},
                                         {"أول", 0}});
    if (!text.has(i) || !text.next_to(i)) return {};
    const auto part = kParts.find(text.tokens[i].key);
    if (part == kParts.end()) return {};
    std::size_t at = i + 1;
    if (text.is(at, K(U"شهر"))) ++at;
    DateMatch whole = whole_month(text, at);
    if (!whole.end) whole = named_span(text, at);
    if (!whole.end) whole = whole_years(text, at);
    if (!whole.end) return {};
    const auto length = whole.value.last - whole.value.first;
    const auto third = length / 3;
    const auto first = whole.value.first + third * part->second;
    return {whole.end, {first, part->second == 2 ? whole.value.last : first + third}};
}

}  // namespace warraq::arabic
