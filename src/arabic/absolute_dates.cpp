#include "arabic/absolute_dates.h"

#include "arabic/date_parts.h"

namespace warraq::arabic {

using namespace std::chrono;

DateMatch numeric_date(const DateText& text, std::size_t i) {
    if (!text.has(i + 2) || text.tokens[i].number < 0 || text.tokens[i + 1].number < 0 ||
        text.tokens[i + 2].number < 0)
        return {};
    const bool slashes = text.tokens[i].joined && text.tokens[i + 1].joined;
    const bool dashes = text.tokens[i].dash && text.tokens[i + 1].dash;
    if (!slashes && !dashes) return {};
    const bool year_first = text.tokens[i].number > 31;
    const int year = text.tokens[year_first ? i : i + 2].number,
              day = text.tokens[year_first ? i + 2 : i].number;
    const int month = text.tokens[i + 1].number;
    if (year < 1000 || month < 1 || month > 12 || day < 1 || !is_day(year, month, day)) return {};
    return {i + 3, {gregorian(year, month, day), gregorian(year, month, day)}};
}

DateMatch day_and_month(const DateText& text, std::size_t i) {
    const auto [day, past] = day_at(text, i);
    if (!day || !text.next_to(past - 1)) return {};
    std::size_t at = past;
    if (text.is(at, K(U"من"))) ++at;
    if (text.is(at, K(U"شهر"))) ++at;
    const MonthAt month = month_at(text, at);
    if (!month.end) return {};
    const Tail tail = tail_at(text, month.end);
    if (month.month.hijri && month.month.everyday && at == past && !tail.year) return {};  // «2-صفر»
    const auto value = dated(text, day, month.month, tail);
    if (!value) return {};
    return {tail.end, *value};
}

DateMatch whole_month(const DateText& text, std::size_t i) {
    std::size_t at = i;
    const bool named = text.is(at, K(U"شهر"));
    if (named) ++at;
    const MonthAt found = month_at(text, at);
    if (!found.end) return {};
    if (!named && i > 0 && text.tokens[i - 1].number >= 0 && text.tokens[i - 1].number <= 31 &&
        !text.tokens[i - 1].breaks)
        return {};
    const Tail tail = tail_at(text, found.end);
    if (found.month.everyday && !named && !tail.year && !tail.which) return {};
    if (found.month.hijri) {
        if (!named && !tail.year && !tail.which && !text.is(at, K(U"رمضان"))) return {};
        if (tail.year && *tail.year > 1600) return {};
        const auto first = dated(text, 1, found.month, tail);
        if (!first) return {};
        constexpr int kMonth = 29;
        return {tail.end, {first->first, first->first + days{kMonth}}};
    }
    const int year = tail.year ? *tail.year : year_for(text, found.month.number, tail.which);
    return {tail.end, month_span(year, found.month.number)};
}

DateMatch whole_years(const DateText& text, std::size_t i) {
    if (text.has(i + 2) && text.is(i + 1, K(U"القرن")) && text.is(i + 2, K(U"الماضي"))) {
        static const auto kDecades = numbered({{"العشرينات", 20},
                                               {"عشرينات", 20},
                                               {"عشرينيات", 20},
                                               {"ثلاثينات", 30},
                                               {"ثلاثينيات", 30},
                                               {"أربعينات", 40},
                                               {"أربعينيات", 40},
                                               {"خمسينات", 50},
                                               {"خمسينيات", 50},
                                               {"ستينات", 60},
                                               {"ستينيات", 60},
                                               {"سبعينات", 70},
                                               {"سبعينيات", 70},
                                               {"ثمانينات", 80},
                                               {"ثمانينيات", 80},
                                               {"تسعينات", 90},
                                               {"تسعينيات", 90}});
        const auto decade = kDecades.find(text.tokens[i].key);
        if (decade != kDecades.end()) {
            const int from = (text.this_year() / 100 - 1) * 100 + decade->second;
            return {i + 3, {year_span(from).first, year_span(from + 9).last}};
        }
    }
    if (!(text.is(i, K(U"عام")) || text.is(i, K(U"العام")) || text.is(i, K(U"سنة")) ||
          text.is(i, K(U"عامي"))) ||
        !text.is_year(i + 1))
        return {};
    const Tail tail = tail_at(text, i + 1);
    if (tail.hijri) {
        const auto first = text.hijri().day(*tail.year, 1, 1), next = text.hijri().day(*tail.year + 1, 1, 1);
        if (first && next) return {tail.end, {*first, *next - days{1}}};
    }
    return {i + 2, year_span(text.tokens[i + 1].number)};
}

}  // namespace warraq::arabic
