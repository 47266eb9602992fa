#include "arabic/dates.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "arabic/date_words.h"
#include "arabic/fold.h"
#include "arabic/hijri.h"

namespace warraq::arabic {
namespace {

using namespace std::chrono;

sys_days gregorian(int year, int month, int day) {
    return sys_days{std::chrono::year{year} / month / day};
}
bool exists(int year, int month, int day) {
    return (std::chrono::year{year} / month / day).ok();
}
DateSpan month_span(int year, int month) {
    const auto last = std::chrono::year{year} / month / std::chrono::last;
    return {gregorian(year, month, 1), sys_days{last}};
}
DateSpan year_span(int year) {
    return {gregorian(year, 1, 1), gregorian(year, 12, 31)};
}

struct Match {
    std::size_t end = 0;  // one past the last token; 0 for none
    DateSpan value;
};

class Finder {
  public:
    Finder(std::string_view text, Instant published)
        : tokens_(tokens_of(text)), today_(floor<days>(published)), date_(today_) {}

    std::vector<DateMention> find() {
        std::vector<DateMention> out;
        for (std::size_t i = 0; i < tokens_.size();) {
            const Match match = match_at(i);
            if (!match.end) {
                ++i;
                continue;
            }
            out.push_back({tokens_[i].begin + particle_, tokens_[match.end - 1].end, match.value});
            i = match.end;
        }
        return out;
    }

  private:
    using Rule = Match (Finder::*)(std::size_t) const;

    // Only these words begin a date.
    static bool may_begin(const Token& token) {
        static const std::unordered_set<Key> kFirst = [] {
            std::unordered_set<Key> out;
            for (const auto& [key, names] : month_names()) out.insert(key);
            for (const auto& [key, day] : weekdays()) out.insert(key);
            for (const auto& [key, number] : small_numbers()) out.insert(key);
            for (const char* word :
                 {"من",       "بين",       "عامي",     "عام",       "العام",     "سنة",      "السنة",
                  "الشهر",    "الأسبوع",   "شهر",      "اليوم",     "أمس",       "أول",      "الحادي",
                  "غد",       "غدا",       "غداً",      "الغد",      "بعد",       "قبل",      "منذ",
                  "الليلة",   "مساء",      "مساءً",     "صباح",      "ظهر",       "فجر",      "ليل",
                  "ليلة",     "عصر",       "يوم",      "نهار",      "مطلع",      "أوائل",    "بداية",
                  "منتصف",    "أواسط",     "أواخر",    "نهاية",     "العشرينات", "عشرينات",  "عشرينيات",
                  "ثلاثينات", "ثلاثينيات", "أربعينات", "أربعينيات", "خمسينات",   "خمسينيات", "ستينات",
                  "ستينيات",  "سبعينات",   "سبعينيات", "ثمانينات",  "ثمانينيات", "تسعينات",  "تسعينيات"})
                out.insert(key_of(word));
            return out;
        }();
        return token.number >= 0 || kFirst.contains(token.key);
    }

    Match match_at(std::size_t i) {
        static constexpr Rule kRules[] = {&Finder::range,     &Finder::numeric, &Finder::day_and_month,
                                          &Finder::named_day, &Finder::weekday, &Finder::part_of_month,
                                          &Finder::month,     &Finder::years,   &Finder::distance,
                                          &Finder::unit};
        particle_ = 0;
        if (may_begin(tokens_[i]))
            for (const Rule rule : kRules)
                if (const Match match = (this->*rule)(i); match.end) return match;
        // «وأمس», «بالأربعاء»: the same behind a particle.
        Token& token = tokens_[i];
        static constexpr std::string_view kParticles[] = {"و", "ف", "ب", "ل"};
        for (const auto particle : kParticles) {
            if (!token.text.starts_with(particle) || token.text.size() < 6) continue;
            const Token whole = token;
            token.text.remove_prefix(particle.size());
            token.key = key_of(token.text);
            token.long_alef = token.text.starts_with("آ");
            if (!may_begin(token) || (particle == "ل" && token.text == "امس")) {  // «لامس» touched
                token = whole;
                continue;
            }
            for (const Rule rule : kRules)
                if (const Match match = (this->*rule)(i); match.end) {
                    token = whole;
                    particle_ = particle.size();
                    return match;
                }
            token = whole;
        }
        return {};
    }

    bool has(std::size_t i) const { return i < tokens_.size(); }
    bool next_to(std::size_t i) const { return has(i + 1) && !tokens_[i].breaks; }
    bool is(std::size_t i, Key word) const { return has(i) && tokens_[i].key == word; }
    bool is_year(std::size_t i) const {
        return has(i) && tokens_[i].number >= 1200 && tokens_[i].number <= 2200;
    }
    std::optional<int> day_number(std::size_t i) const {
        if (!has(i)) return std::nullopt;
        if (tokens_[i].number >= 1 && tokens_[i].number <= 31) return tokens_[i].number;
        const auto found = small_numbers().find(tokens_[i].key);
        if (found != small_numbers().end() && tokens_[i].text.starts_with("ال")) return found->second;
        return std::nullopt;
    }

    struct DayAt {
        int day = 0;
        std::size_t end = 0;
    };
    // «8», «الثامن», «الحادي عشر», «الخامس والعشرين»
    DayAt day_at(std::size_t i) const {
        const bool first = is(i, key_of("الحادي"));
        const auto day = first ? std::optional(1) : day_number(i);
        if (!day) return {};
        if (tokens_[i].number < 0 && next_to(i))
            for (const auto& [tens, count] : {std::pair("عشر", 10), {"والعشرين", 20}, {"والثلاثين", 30}})
                if (is(i + 1, key_of(tens)) && *day < 10 && *day + count <= 31) return {*day + count, i + 2};
        return first ? DayAt{} : DayAt{*day, i + 1};
    }

    struct MonthAt {
        std::size_t end = 0;
        Month month;
    };
    // The longest name of a month that begins here.
    MonthAt one_month_at(std::size_t i) const {
        MonthAt found;
        if (!has(i) || !tokens_[i].key) return found;
        const auto names = month_names().find(tokens_[i].key);
        if (names == month_names().end()) return found;
        for (const MonthName& name : names->second) {
            if (i + name.words.size() > tokens_.size() || name.long_alef != tokens_[i].long_alef) {
                if (name.long_alef || i + name.words.size() > tokens_.size()) continue;
            }
            bool same = true;
            for (std::size_t k = 1; same && k < name.words.size(); ++k)
                same = tokens_[i + k].key == name.words[k];
            if (same && i + name.words.size() > found.end) found = {i + name.words.size(), name.month};
        }
        return found;
    }
    // «كانون الثاني/يناير», «يناير كانون الثاني» too: one month by several of its names.
    MonthAt month_at(std::size_t i) const {
        constexpr int kMostNames = 6;  // of one month; nobody calls it by more in a row
        MonthAt found = one_month_at(i);
        for (int names = 1; found.end && names < kMostNames; ++names) {
            if (!tokens_[found.end - 1].joined && !next_to(found.end - 1)) break;
            const MonthAt other = one_month_at(found.end);
            if (!other.end || other.month.number != found.month.number || other.month.hijri) break;
            found.month.everyday = false;
            found.end = other.end;
        }
        return found;
    }

    int this_year() const { return static_cast<int>(date_.year()); }
    int this_month() const { return static_cast<int>(static_cast<unsigned>(date_.month())); }

    // The year that a month without one means.
    int year_for(int month, std::optional<int> said) const {
        if (said) {
            if (*said == 0) return this_year();
            if (*said < 0) return month < this_month() ? this_year() : this_year() - 1;
            return month > this_month() ? this_year() : this_year() + 1;
        }
        // News looks back further than ahead.
        constexpr int kAhead = 3, kYear = 12;
        if (month - this_month() > kAhead) return this_year() - 1;
        if (this_month() - month >= kYear - kAhead) return this_year() + 1;
        return this_year();
    }

    // What may follow a month: «2018», «من عام 2018», «الماضي».
    struct Tail {
        std::size_t end = 0;
        std::optional<int> year;
        std::optional<int> which;
        bool hijri = false;
    };
    Tail tail_at(std::size_t i) const {
        Tail tail{i, {}, {}, false};
        std::size_t at = i;
        if (at > 0 && tokens_[at - 1].breaks) return tail;
        if (is(at, K(U"من"))) ++at;
        if (is(at, K(U"العام")) && has(at + 1)) {
            if (const auto said = which(tokens_[at + 1].key)) return {at + 2, this_year() + *said, {}, false};
        }
        if (is(at, K(U"عام")) || is(at, K(U"العام")) || is(at, K(U"سنة"))) ++at;
        if (is_year(at)) {
            tail.year = tokens_[at].number;
            tail.end = at + 1;
            if (tokens_[at].hijri)
                tail.hijri = true;
            else if (is(tail.end, K(U"هـ")) || is(tail.end, K(U"هجرية")) || is(tail.end, K(U"ه"))) {
                tail.hijri = true;
                ++tail.end;
            } else if (is(tail.end, K(U"م")) || is(tail.end, K(U"ميلادية"))) {
                ++tail.end;
            }
            return tail;
        }
        if (has(i)) {
            if (const auto said = which(tokens_[i].key)) {
                tail.which = said;
                tail.end = i + 1;
            }
        }
        return tail;
    }

    std::optional<DateSpan> dated(int day, const Month& month, const Tail& tail) const {
        if (month.hijri) {
            const int now = hijri().year_of(today_);
            if (tail.year) {
                const auto at = hijri().day(*tail.year, month.number, day);
                return at ? std::optional<DateSpan>({*at, *at}) : std::nullopt;
            }
            std::optional<DateSpan> best;
            for (const int year : {now - 1, now, now + 1})
                if (const auto at = hijri().day(year, month.number, day))
                    if (!best || abs(*at - today_) < abs(best->first - today_)) best = DateSpan{*at, *at};
            return best;
        }
        const int year = tail.year ? *tail.year : year_for(month.number, tail.which);
        if (!exists(year, month.number, day)) return std::nullopt;
        return DateSpan{gregorian(year, month.number, day), gregorian(year, month.number, day)};
    }

    // «31/12/2018», «2018-12-31»
    Match numeric(std::size_t i) const {
        if (!has(i + 2) || tokens_[i].number < 0 || tokens_[i + 1].number < 0 || tokens_[i + 2].number < 0)
            return {};
        const bool slashes = tokens_[i].joined && tokens_[i + 1].joined;
        const bool dashes = tokens_[i].dash && tokens_[i + 1].dash;
        if (!slashes && !dashes) return {};
        const bool year_first = tokens_[i].number > 31;
        const int year = tokens_[year_first ? i : i + 2].number, day = tokens_[year_first ? i + 2 : i].number;
        const int month = tokens_[i + 1].number;
        if (year < 1000 || month < 1 || month > 12 || day < 1 || !exists(year, month, day)) return {};
        return {i + 3, {gregorian(year, month, day), gregorian(year, month, day)}};
    }

    // «8 ديسمبر الماضي», «الثامن من ديسمبر 2018», «5 رمضان 1439»
    Match day_and_month(std::size_t i) const {
        const auto [day, past] = day_at(i);
        if (!day || !next_to(past - 1)) return {};
        std::size_t at = past;
        if (is(at, K(U"من"))) ++at;
        if (is(at, K(U"شهر"))) ++at;
        const MonthAt month = month_at(at);
        if (!month.end) return {};
        const Tail tail = tail_at(month.end);
        if (month.month.hijri && month.month.everyday && at == past && !tail.year) return {};  // «2-صفر»
        const auto value = dated(day, month.month, tail);
        if (!value) return {};
        return {tail.end, *value};
    }

    // «من 3 إلى 5 مايو», «بين 5 مايو و9 يونيو», «3-5 مايو», «عامي 2008 و2010»
    Match range(std::size_t i) const {
        std::size_t at = i;
        const bool opens = is(i, K(U"من")) || is(i, K(U"بين"));
        if (opens) ++at;
        if (is(at, K(U"عامي")) || is(at, K(U"عام"))) {
            const std::size_t first = at + 1;
            if (!is_year(first) || !next_to(first)) return {};
            std::size_t second = first + 1;
            if (is(second, K(U"إلى")) || is(second, K(U"حتى"))) ++second;
            if (has(second) && is_year_behind_and(second) &&
                year_behind_and(second) >= tokens_[first].number &&
                (second > first + 1 || tokens_[second].text.starts_with("و")))
                return {second + 1,
                        {year_span(tokens_[first].number).first, year_span(year_behind_and(second)).last}};
            return {};
        }
        const auto first_day = day_number(at);
        if (!first_day || !has(at + 1) || tokens_[at].number < 0) return {};
        const bool dash = tokens_[at].dash;
        std::size_t second = at + 1;
        const MonthAt first_month = dash ? MonthAt{} : month_at(second);
        if (first_month.end) second = first_month.end;
        if (is(second, K(U"إلى")) || is(second, K(U"حتى")))
            ++second;
        else if (!dash && !(has(second) && tokens_[second].text.starts_with("و")))
            return {};
        const int second_day = number_behind_and(second);
        if (second_day < 1 || second_day > 31 || !has(second + 1)) return {};
        const MonthAt month = month_at(is(second + 1, K(U"من")) ? second + 2 : second + 1);
        if (!month.end || month.month.hijri) return {};
        const Tail tail = tail_at(month.end);
        const auto last = dated(second_day, month.month, tail);
        if (!last) return {};
        Tail same_year = tail;
        same_year.year = static_cast<int>(year_month_day(last->last).year());
        auto first = dated(*first_day, first_month.end ? first_month.month : month.month, same_year);
        if (first && first->first > last->last) {
            --*same_year.year;
            first = dated(*first_day, first_month.month, same_year);
        }
        if (!first || first->first > last->last || first_month.month.hijri) return {};
        return {tail.end, {first->first, last->last}};
    }
    // «و9» and «9»
    int number_behind_and(std::size_t i) const {
        if (!has(i)) return -1;
        if (tokens_[i].number >= 0) return tokens_[i].number;
        if (!tokens_[i].text.starts_with("و")) return -1;
        const std::string digits = fold(tokens_[i].text.substr(std::string_view("و").size()));
        int number = -1;
        if (digits.empty() || digits.size() > kLongestNumber ||
            digits.find_first_not_of("0123456789") != digits.npos)
            return -1;
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
        return number;
    }
    bool is_year_behind_and(std::size_t i) const {
        const int number = number_behind_and(i);
        return number >= 1200 && number <= 2200;
    }
    int year_behind_and(std::size_t i) const { return number_behind_and(i); }

    // «اليوم السبت», «أمس», «أول من أمس», «غدا», «الليلة الماضية»
    Match named_day(std::size_t i) const {
        std::size_t at = i;
        if (is_part_of_day(at) && has(at + 1)) ++at;
        int offset = 0;
        std::size_t end = at + 1;
        if (is(at, K(U"اليوم"))) {
            if (has(end) && tokens_[end].text.starts_with("ال") && !weekdays().contains(tokens_[end].key))
                return {};
        } else if (is(at, K(U"أمس"))) {
            offset = -1;
            if (is(end, K(U"الأول"))) {
                offset = -2;
                ++end;
            }
        } else if (is(at, K(U"أول")) && is(at + 1, K(U"من")) && is(at + 2, K(U"أمس"))) {
            offset = -2;
            end = at + 3;
        } else if (is(at, K(U"أول")) && is(at + 1, K(U"أمس"))) {
            offset = -2;
            end = at + 2;
        } else if (is(at, K(U"غد")) || is(at, K(U"غدا")) || is(at, K(U"غداً")) || is(at, K(U"الغد"))) {
            offset = 1;
        } else if (is(at, K(U"بعد")) && (is(at + 1, K(U"غد")) || is(at + 1, K(U"الغد")))) {
            offset = 2;
            end = at + 2;
        } else if (is(at, K(U"الليلة"))) {
            if (is(end, K(U"الماضية"))) {
                offset = -1;
                ++end;
            }
        } else {
            return {};
        }
        // The weekday beside it says the same.
        if (has(end) && !tokens_[end - 1].breaks && weekdays().contains(tokens_[end].key)) ++end;
        const sys_days day = today_ + days{offset};
        return {end, {day, day}};
    }
    bool is_part_of_day(std::size_t i) const {
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
        return has(i) && kParts.contains(tokens_[i].key);
    }

    // «مساء الأربعاء», «يوم السبت الماضي», «الجمعة 5 يناير»
    Match weekday(std::size_t i) const {
        std::size_t at = i;
        while (at < i + 2 && is_part_of_day(at) && has(at + 1)) ++at;
        if (!has(at)) return {};
        const auto day = weekdays().find(tokens_[at].key);
        if (day == weekdays().end()) return {};
        if (next_to(at)) {
            if (const Match dated = day_and_month(at + 1); dated.end) return dated;
            if (const Match dated = numeric(at + 1); dated.end) return dated;
        } else if (has(at + 1)) {
            if (const Match dated = day_and_month(at + 1); dated.end && tokens_[at + 1].number > 0)
                return dated;
        }
        const int wanted = day->second, now = static_cast<int>(std::chrono::weekday{today_}.c_encoding());
        constexpr int kWeek = 7;
        const int back = (now - wanted + kWeek) % kWeek;
        const auto said = next_to(at) ? which(tokens_[at + 1].key) : std::nullopt;
        sys_days value = today_ - days{back};
        if (said && *said < 0 && back == 0) value -= days{kWeek};
        if (said && *said > 0) value = today_ + days{back == 0 ? kWeek : kWeek - back};
        return {at + (said ? 2u : 1u), {value, value}};
    }

    // «مطلع مارس», «نهاية العام الماضي»
    Match part_of_month(std::size_t i) const {
        static const auto kParts = numbered({{"مطلع", 0},
                                             {"أوائل", 0},
                                             {"بداية", 0},
                                             {"منتصف", 1},
                                             {"أواسط", 1},
                                             {"أواخر", 2},
                                             {"نهاية", 2},
                                             {"أول", 0}});
        if (!has(i) || !next_to(i)) return {};
        const auto part = kParts.find(tokens_[i].key);
        if (part == kParts.end()) return {};
        std::size_t at = i + 1;
        if (is(at, K(U"شهر"))) ++at;
        Match whole = month(at);
        if (!whole.end) whole = unit(at);
        if (!whole.end) whole = years(at);
        if (!whole.end) return {};
        const auto length = whole.value.last - whole.value.first;
        const auto third = length / 3;
        const auto first = whole.value.first + third * part->second;
        return {whole.end, {first, part->second == 2 ? whole.value.last : first + third}};
    }

    // «مايو/أيار 2018», «شهر رمضان», «مارس الماضي»
    Match month(std::size_t i) const {
        std::size_t at = i;
        const bool named = is(at, K(U"شهر"));
        if (named) ++at;
        const MonthAt found = month_at(at);
        if (!found.end) return {};
        if (!named && i > 0 && tokens_[i - 1].number >= 0 && tokens_[i - 1].number <= 31 &&
            !tokens_[i - 1].breaks)
            return {};
        const Tail tail = tail_at(found.end);
        if (found.month.everyday && !named && !tail.year && !tail.which) return {};
        if (found.month.hijri) {
            if (!named && !tail.year && !tail.which && !is(at, K(U"رمضان"))) return {};
            if (tail.year && *tail.year > 1600) return {};
            const auto first = dated(1, found.month, tail);
            if (!first) return {};
            constexpr int kMonth = 29;
            return {tail.end, {first->first, first->first + days{kMonth}}};
        }
        const int year = tail.year ? *tail.year : year_for(found.month.number, tail.which);
        return {tail.end, month_span(year, found.month.number)};
    }

    // «عام 2018», «سنة 1990», «ثمانينات القرن الماضي»
    Match years(std::size_t i) const {
        if (has(i + 2) && is(i + 1, K(U"القرن")) && is(i + 2, K(U"الماضي"))) {
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
            const auto decade = kDecades.find(tokens_[i].key);
            if (decade != kDecades.end()) {
                const int from = (this_year() / 100 - 1) * 100 + decade->second;
                return {i + 3, {year_span(from).first, year_span(from + 9).last}};
            }
        }
        if (!(is(i, K(U"عام")) || is(i, K(U"العام")) || is(i, K(U"سنة")) || is(i, K(U"عامي"))) ||
            !is_year(i + 1))
            return {};
        const Tail tail = tail_at(i + 1);
        if (tail.hijri) {
            const auto first = hijri().day(*tail.year, 1, 1), next = hijri().day(*tail.year + 1, 1, 1);
            if (first && next) return {tail.end, {*first, *next - days{1}}};
        }
        return {i + 2, year_span(tokens_[i + 1].number)};
    }

    sys_days moved(Unit unit, int count) const {
        switch (unit) {
            case Unit::Day: return today_ + days{count};
            case Unit::Week: return today_ + days{7 * count};
            case Unit::Month:
            case Unit::Year: {
                const auto to = date_ + months{unit == Unit::Month ? count : 12 * count};
                return to.ok() ? sys_days{to} : sys_days{to.year() / to.month() / last};
            }
            case Unit::None: break;
        }
        return today_;
    }

    // «قبل ثلاثة أيام», «منذ أسبوعين»
    Match distance(std::size_t i) const {
        // Not «بعد»: it counts from what the story tells, not from today.
        if (!(is(i, K(U"قبل")) || is(i, K(U"منذ"))) || !has(i + 1)) return {};
        std::size_t at = i + 1;
        if (is(at, K(U"نحو")) || is(at, K(U"حوالي")) || is(at, K(U"حوالى"))) ++at;
        if (!has(at)) return {};
        int count = 0;
        if (tokens_[at].number > 0) {
            count = tokens_[at++].number;
        } else if (const auto found = small_numbers().find(tokens_[at].key);
                   found != small_numbers().end() && !tokens_[at].text.starts_with("ال")) {
            count = found->second;
            ++at;
        }
        if (!has(at)) return {};
        const Counted unit = unit_of(tokens_[at].key);
        constexpr int kFarthest = 2'000;
        if (unit.unit == Unit::None || count > kFarthest) return {};
        if (count == 0) {
            if (unit.count == 1 && unit.unit == Unit::Year && is_year(at + 1)) return {};  // «منذ عام 2011»
            count = unit.count;
        }
        // «قبل يومين من …» counts from something else.
        if (is(at + 1, K(U"من")) || is(at + 1, K(U"على"))) return {};
        const sys_days day = moved(unit.unit, -count);
        return {at + 1, {day, day}};
    }

    // «الشهر الماضي», «العام الجاري»
    Match unit(std::size_t i) const {
        if (!next_to(i)) return {};
        const Unit found = definite_unit(tokens_[i].key);
        if (found == Unit::None) return {};
        const auto said = which(tokens_[i + 1].key);
        if (!said) return {};
        if (found == Unit::Year) return {i + 2, year_span(this_year() + *said)};
        if (found == Unit::Month) {
            const auto to = date_.year() / date_.month() + months{*said};
            return {i + 2, month_span(static_cast<int>(to.year()),
                                      static_cast<int>(static_cast<unsigned>(to.month())))};
        }
        // The week of an Arab newsroom begins on Sunday.
        const sys_days sunday = today_ - (std::chrono::weekday{today_} - Sunday) + days{7 * *said};
        return {i + 2, {sunday, sunday + days{6}}};
    }

    // Made for the first date that needs it: it is dear.
    const Hijri& hijri() const {
        if (!hijri_) hijri_.emplace();
        return *hijri_;
    }

    std::vector<Token> tokens_;
    mutable std::optional<Hijri> hijri_;
    const sys_days today_;
    const year_month_day date_;
    std::size_t particle_ = 0;
};

std::string iso_day(sys_days day) {
    const year_month_day date(day);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

}  // namespace

std::string DateSpan::to_iso8601() const {
    if (first == last) return iso_day(first);
    const year_month_day from(first), to(last);
    const int year = static_cast<int>(from.year());
    const auto month = static_cast<unsigned>(from.month());
    if (*this == year_span(year)) return fmt::format("{:04}", year);
    if (*this == month_span(year, static_cast<int>(month))) return fmt::format("{:04}-{:02}", year, month);
    return iso_day(first) + "/" + iso_day(last);
}

std::vector<DateMention> find_dates(std::string_view text, Instant published) {
    return Finder(text, published).find();
}

}  // namespace warraq::arabic
