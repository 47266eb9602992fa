#include "press/calendar.h"

#include <atomic>
#include <fmt/format.h>
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

struct Calendar::Formats {
    std::uint64_t id = 0;
    std::unique_ptr<icu::SimpleDateFormat> date, short_date, month, time, hijri, local_iso;
    std::unique_ptr<icu::NumberFormat> number, year;
    std::unique_ptr<icu::PluralRules> plural;

    UErrorCode make(const Calendar& calendar) {
        UErrorCode error = U_ZERO_ERROR;
        const icu::Locale locale(calendar.locale_.c_str());
        date = format(calendar.locale_, "EEEE d MMMM y", calendar.time_zone_, error);
        short_date = format(calendar.locale_, "d MMMM y", calendar.time_zone_, error);
        local_iso =
            format("en@calendar=gregorian;numbers=latn", "yyyy-MM-dd'T'HH:mm:ss", calendar.time_zone_, error);
        month = format(calendar.locale_, "MMMM y", calendar.time_zone_, error);
        time = format(calendar.locale_, "HH:mm", calendar.time_zone_, error);
        hijri = format(calendar.hijri_locale_, "d MMMM y", calendar.time_zone_, error);
        number.reset(icu::NumberFormat::createInstance(locale, error));
        year.reset(icu::NumberFormat::createInstance(locale, error));
        if (U_SUCCESS(error)) year->setGroupingUsed(false);
        plural.reset(icu::PluralRules::forLocale(locale, error));
        id = calendar.id_;
        return error;
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

const Calendar::Formats& Calendar::formats() const {
    thread_local Formats formats;
    if (formats.id != id_) formats.make(*this);
    return formats;
}

std::string Calendar::date(Instant instant) const {
    return formatted(*formats().date, instant);
}
std::string Calendar::short_date(Instant instant) const {
    return formatted(*formats().short_date, instant);
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
    return formatted(*formats().time, instant);
}

std::string Calendar::hijri(Instant instant) const {
    return hijri_ ? formatted(*formats().hijri, instant) + " هـ" : std::string();
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
