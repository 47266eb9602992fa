// The rules in their order, at each token that may begin a date.
#include "arabic/dates.h"

#include <fmt/format.h>
#include <unordered_set>

#include "arabic/absolute_dates.h"
#include "arabic/date_parts.h"
#include "arabic/date_ranges.h"
#include "arabic/relative_dates.h"

namespace warraq::arabic {
namespace {

using namespace std::chrono;

class Finder {
  public:
    Finder(std::string_view text, Instant published) : text_(text, published) {}

    std::vector<DateMention> find() {
        std::vector<DateMention> out;
        for (std::size_t i = 0; i < text_.tokens.size();) {
            const DateMatch match = match_at(i);
            if (!match.end) {
                ++i;
                continue;
            }
            out.push_back({text_.tokens[i].begin + particle_, text_.tokens[match.end - 1].end, match.value});
            i = match.end;
        }
        return out;
    }

  private:
    using Rule = DateMatch (*)(const DateText&, std::size_t);

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

    DateMatch match_at(std::size_t i) {
        static constexpr Rule kRules[] = {date_range,    numeric_date, day_and_month, named_day,
                                          weekday_date,  part_of_span, whole_month,   whole_years,
                                          distance_back, named_span};
        particle_ = 0;
        if (may_begin(text_.tokens[i]))
            for (const Rule rule : kRules)
                if (const DateMatch match = rule(text_, i); match.end) return match;
        // «وأمس», «بالأربعاء»: the same behind a particle.
        Token& token = text_.tokens[i];
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
                if (const DateMatch match = rule(text_, i); match.end) {
                    token = whole;
                    particle_ = particle.size();
                    return match;
                }
            token = whole;
        }
        return {};
    }

    DateText text_;
    std::size_t particle_ = 0;  // bytes before the date that was found
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
