#include "press/calendar.h"

#include <atomic>
#include <fmt/format.h>
#include <limits>
#include <memory>
#include <unicode/gregocal.h>
#include <unicode/numfmt.h>
#include <unicode/plurrule.h>
#include <unicode/smpdtfmt.h>

namespace warraq::press {
namespace {

struct Forms {
    // {} stands for the number; one and two say it by themselves.
    std::string_view zero, one, two, few, many, other;
};
constexpr Forms kForms[] = {
    {"أقل من دقيقة", "دقيقة واحدة", "دقيقتان", "{} دقائق", "{} دقيقة", "{} دقيقة"},
    {"لا تعليقات", "تعليق واحد", "تعليقان", "{} تعليقات", "{} تعليقًا", "{} تعليق"},
    {"لا أخبار", "خبر واحد", "خبران", "{} أخبار", "{} خبرًا", "{} خبر"},
};

std::unique_ptr<icu::SimpleDateFormat> format(const std::string& locale, const char* pattern,
                                              const std::string& zone, UErrorCode& error) {
    auto made = std::make_unique<icu::SimpleDateFormat>(icu::UnicodeString::fromUTF8(pattern),
                                                        icu::Locale(locale.c_str()), error);
    if (U_SUCCESS(error))
        made->adoptTimeZone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
    return made;
}

std::string formatted(const icu::SimpleDateFormat& format, Instant instant) {
    icu::UnicodeString text;
    format.format(static_cast<UDate>(to_unix(instant)) * 1000, text);
    std::string out;
    text.toUTF8String(out);
    return out;
}

}  // namespace

std::string language_name(std::string_view language) {
    const icu::Locale locale(std::string(language).c_str());
    icu::UnicodeString name;
    locale.getDisplayName(locale, name);
    std::string out;
    name.toUTF8String(out);
    return out;
}

namespace {

// A format that remembers what it wrote last for each day, or minute of the day: ICU takes microseconds for a
// date, and the pages of a newsroom ask for the same few again and again.
class Kept {
  public:
    Kept() = default;
    Kept(std::unique_ptr<icu::SimpleDateFormat> format, std::size_t size)
        : format_(std::move(format)), entries_(size) {}

    const std::string& text(std::int64_t number, Instant instant) {
        Entry& entry = entries_[static_cast<std::size_t>(number) % entries_.size()];
        if (entry.number != number) entry = {number, formatted(*format_, instant)};
        return entry.text;
    }

  private:
    struct Entry {
        std::int64_t number = std::numeric_limits<std::int64_t>::min();
        std::string text;
    };
    std::unique_ptr<icu::SimpleDateFormat> format_;
    std::vector<Entry> entries_;
};

}  // namespace

struct Calendar::Formats {
    std::uint64_t id = 0;
    Kept date, short_date, hijri;  // by day
    Kept time;                     // by minute of the day
    std::unique_ptr<icu::SimpleDateFormat> month, local_iso;
    std::unique_ptr<icu::TimeZone> zone;
    std::unique_ptr<icu::NumberFormat> number, year;
    std::unique_ptr<icu::PluralRules> plural;

    UErrorCode make(const Calendar& calendar) {
        UErrorCode error = U_ZERO_ERROR;
        const icu::Locale locale(calendar.locale_.c_str());
        zone.reset(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(calendar.time_zone_)));
        date = {format(calendar.locale_, "EEEE d MMMM y", calendar.time_zone_, error), kDays};
        short_date = {format(calendar.locale_, "d MMMM y", calendar.time_zone_, error), kDays};
        local_iso =
            format("en@calendar=gregorian;numbers=latn", "yyyy-MM-dd'T'HH:mm:ss", calendar.time_zone_, error);
        month = format(calendar.locale_, "MMMM y", calendar.time_zone_, error);
        time = {format(calendar.locale_, "HH:mm", calendar.time_zone_, error), 24 * 60};
        hijri = {format(calendar.hijri_locale_, "d MMMM y", calendar.time_zone_, error), kDays};
        number.reset(icu::NumberFormat::createInstance(locale, error));
        year.reset(icu::NumberFormat::createInstance(locale, error));
        if (U_SUCCESS(error)) year->setGroupingUsed(false);
        plural.reset(icu::PluralRules::forLocale(locale, error));
        id = calendar.id_;
        return error;
    }

    const std::string& by_day(Kept& kept, Instant instant) const {
        return kept.text(std::chrono::floor<std::chrono::days>(here(instant)).count(), instant);
    }
    const std::string& by_minute(Kept& kept, Instant instant) const {
        const auto clock = here(instant);
        const auto of_day = clock - std::chrono::floor<std::chrono::days>(clock);
        return kept.text(std::chrono::floor<std::chrono::minutes>(of_day).count(), instant);
    }

  private:
    static constexpr std::size_t kDays = 64;

    // What the clock here has counted since its own 1970 began.
    std::chrono::seconds here(Instant instant) const {
        UErrorCode error = U_ZERO_ERROR;
        std::int32_t usual = 0, summer = 0;
        zone->getOffset(static_cast<UDate>(to_unix(instant)) * 1000, false, usual, summer, error);
        return instant.time_since_epoch() + std::chrono::seconds((usual + summer) / 1000);
    }
};

Result<Calendar> Calendar::make(const Publication& publication) {
    static std::atomic<std::uint64_t> next_id{1};
    Calendar calendar;
    std::string language = publication.locale;
    for (char& c : language)
        if (c == '_') c = '-';
    UErrorCode error = U_ZERO_ERROR;
    auto locale = icu::Locale::forLanguageTag(language, error);
    // A language that ICU knows has a code of three letters too.
    if (U_FAILURE(error) || std::string_view(locale.getISO3Language()).empty())
        return invalid(fmt::format("locale: «{}» is not a language tag such as ar-EG", publication.locale));
    const std::string numbers = publication.arabic_digits ? "numbers=arab" : "numbers=latn";
    calendar.locale_ = fmt::format("{}@{}", locale.getName(), numbers);
    calendar.hijri_locale_ = fmt::format("{}@calendar=islamic-umalqura;{}", locale.getName(), numbers);
    calendar.time_zone_ = publication.time_zone;
    calendar.hijri_ = publication.hijri;
    calendar.id_ = next_id++;
    const std::unique_ptr<icu::TimeZone> zone(
        icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(publication.time_zone)));
    if (*zone == icu::TimeZone::getUnknown())
        return invalid(
            fmt::format("time_zone: «{}» is not a zone such as Asia/Riyadh", publication.time_zone));
    if (U_FAILURE(Formats().make(calendar)))
        return invalid(fmt::format("locale: «{}» has no dates here", publication.locale));
    return calendar;
}

Calendar::Formats& Calendar::formats() const {
    thread_local Formats formats;
    if (formats.id != id_) formats.make(*this);
    return formats;
}

std::string Calendar::date(Instant instant) const {
    Formats& all = formats();
    return all.by_day(all.date, instant);
}
std::string Calendar::short_date(Instant instant) const {
    Formats& all = formats();
    return all.by_day(all.short_date, instant);
}
std::string Calendar::local_iso(Instant instant) const {
    return formatted(*formats().local_iso, instant);
}
std::string Calendar::month(Instant instant) const {
    return formatted(*formats().month, instant);
}
std::optional<Instant> Calendar::day(int year, int month, int day) const {
    const std::chrono::year_month_day wanted{std::chrono::year(year),
                                             std::chrono::month(static_cast<unsigned>(month)),
                                             std::chrono::day(static_cast<unsigned>(day))};
    if (!wanted.ok()) return std::nullopt;
    UErrorCode error = U_ZERO_ERROR;
    icu::GregorianCalendar calendar(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(time_zone_)),
                                    error);
    calendar.clear();
    calendar.set(year, month - 1, day, 0, 0, 0);
    const UDate at = calendar.getTime(error);
    if (U_FAILURE(error)) return std::nullopt;
    return from_unix(static_cast<std::int64_t>(at / 1000));
}
std::string Calendar::time(Instant instant) const {
    Formats& all = formats();
    return all.by_minute(all.time, instant);
}

std::string Calendar::hijri(Instant instant) const {
    if (!hijri_) return {};
    Formats& all = formats();
    return all.by_day(all.hijri, instant) + " هـ";
}

std::string Calendar::number(std::int64_t number) const {
    icu::UnicodeString text;
    formats().number->format(number, text);
    std::string out;
    text.toUTF8String(out);
    return out;
}

std::string Calendar::year(int year) const {
    icu::UnicodeString text;
    formats().year->format(static_cast<std::int32_t>(year), text);
    std::string out;
    text.toUTF8String(out);
    return out;
}

std::string Calendar::count(std::int64_t n, Counted noun) const {
    const Forms& forms = kForms[static_cast<int>(noun)];
    std::string keyword;
    formats().plural->select(static_cast<double>(n)).toUTF8String(keyword);
    const std::string_view form = keyword == "zero"   ? forms.zero
                                  : keyword == "one"  ? forms.one
                                  : keyword == "two"  ? forms.two
                                  : keyword == "few"  ? forms.few
                                  : keyword == "many" ? forms.many
                                                      : forms.other;
    return fmt::format(fmt::runtime(form), number(n));
}

}  // namespace warraq::press
