#include "arabic/date_parts.h"

namespace warraq::arabic {

using namespace std::chrono;

sys_days gregorian(int year, int month, int day) {
    return sys_days{std::chrono::year{year} / month / day};
}
bool is_day(int year, int month, int day) {
    return (std::chrono::year{year} / month / day).ok();
}
DateSpan month_span(int year, int month) {
    const auto last = std::chrono::year{year} / month / std::chrono::last;
    return {gregorian(year, month, 1), sys_days{last}};
}
DateSpan year_span(int year) {
    return {gregorian(year, 1, 1), gregorian(year, 12, 31)};
}

std::optional<int> day_number(const DateText& text, std::size_t i) {
    if (!text.has(i)) return std::nullopt;
    if (text.tokens[i].number >= 1 && text.tokens[i].number <= 31) return text.tokens[i].number;
    const auto found = small_numbers().find(text.tokens[i].key);
    if (found != small_numbers().end() && text.tokens[i].text.starts_with("ال")) return found->second;
    return std::nullopt;
}

DayAt day_at(const DateText& text, std::size_t i) {
    const bool first = text.is(i, key_of("الحادي"));
    const auto day = first ? std::optional(1) : day_number(text, i);
    if (!day) return {};
    if (text.tokens[i].number < 0 && text.next_to(i))
        for (const auto& [tens, count] : {std::pair("عشر", 10), {"والعشرين", 20}, {"والثلاثين", 30}})
            if (text.is(i + 1, key_of(tens)) && *day < 10 && *day + count <= 31) return {*day + count, i + 2};
    return first ? DayAt{} : DayAt{*day, i + 1};
}

namespace {

// The longest name of a month that begins here.
MonthAt one_month_at(const DateText& text, std::size_t i) {
    MonthAt found;
    if (!text.has(i) || !text.tokens[i].key) return found;
    const auto names = month_names().find(text.tokens[i].key);
    if (names == month_names().end()) return found;
    for (const MonthName& name : names->second) {
        if (i + name.words.size() > text.tokens.size() || name.long_alef != text.tokens[i].long_alef) {
            if (name.long_alef || i + name.words.size() > text.tokens.size()) continue;
        }
        bool same = true;
        for (std::size_t k = 1; same && k < name.words.size(); ++k)
            same = text.tokens[i + k].key == name.words[k];
        if (same && i + name.words.size() > found.end) found = {i + name.words.size(), name.month};
    }
    return found;
}

}  // namespace

MonthAt month_at(const DateText& text, std::size_t i) {
    constexpr int kMostNames = 6;  // of one month; nobody calls it by more in a row
    MonthAt found = one_month_at(text, i);
    for (int names = 1; found.end && names < kMostNames; ++names) {
        if (!text.tokens[found.end - 1].joined && !text.next_to(found.end - 1)) break;
        const MonthAt other = one_month_at(text, found.end);
        if (!other.end || other.month.number != found.month.number || other.month.hijri) break;
        found.month.everyday = false;
        found.end = other.end;
    }
    return found;
}

int year_for(const DateText& text, int month, std::optional<int> said) {
    if (said) {
        if (*said == 0) return text.this_year();
        if (*said < 0) return month < text.this_month() ? text.this_year() : text.this_year() - 1;
        return month > text.this_month() ? text.this_year() : text.this_year() + 1;
    }
    // News looks back further than ahead.
    constexpr int kAhead = 3, kYear = 12;
    if (month - text.this_month() > kAhead) return text.this_year() - 1;
    if (text.this_month() - month >= kYear - kAhead) return text.this_year() + 1;
    return text.this_year();
}

Tail tail_at(const DateText& text, std::size_t i) {
    Tail tail{i, {}, {}, false};
    std::size_t at = i;
    if (at > 0 && text.tokens[at - 1].breaks) return tail;
    if (text.is(at, K(U"من"))) ++at;
    if (text.is(at, K(U"العام")) && text.has(at + 1)) {
        if (const auto said = which(text.tokens[at + 1].key))
            return {at + 2, text.this_year() + *said, {}, false};
    }
    if (text.is(at, K(U"عام")) || text.is(at, K(U"العام")) || text.is(at, K(U"سنة"))) ++at;
    if (text.is_year(at)) {
        tail.year = text.tokens[at].number;
        tail.end = at + 1;
        if (text.tokens[at].hijri)
            tail.hijri = true;
        else if (text.is(tail.end, K(U"هـ")) || text.is(tail.end, K(U"هجرية")) ||
                 text.is(tail.end, K(U"ه"))) {
            tail.hijri = true;
            ++tail.end;
        } else if (text.is(tail.end, K(U"م")) || text.is(tail.end, K(U"ميلادية"))) {
            ++tail.end;
        }
        return tail;
    }
    if (text.has(i)) {
        if (const auto said = which(text.tokens[i].key)) {
            tail.which = said;
            tail.end = i + 1;
        }
    }
    return tail;
}

std::optional<DateSpan> dated(const DateText& text, int day, const Month& month, const Tail& tail) {
    if (month.hijri) {
        const int now = text.hijri().year_of(text.today);
        if (tail.year) {
            const auto at = text.hijri().day(*tail.year, month.number, day);
            return at ? std::optional<DateSpan>({*at, *at}) : std::nullopt;
        }
        std::optional<DateSpan> best;
        for (const int year : {now - 1, now, now + 1})
            if (const auto at = text.hijri().day(year, month.number, day))
                if (!best || abs(*at - text.today) < abs(best->first - text.today)) best = DateSpan{*at, *at};
        return best;
    }
    const int year = tail.year ? *tail.year : year_for(text, month.number, tail.which);
    if (!is_day(year, month.number, day)) return std::nullopt;
    return DateSpan{gregorian(year, month.number, day), gregorian(year, month.number, day)};
}

}  // namespace warraq::arabic
