#include "arabic/hijri.h"

#include <unicode/calendar.h>

namespace warraq::arabic {

using namespace std::chrono;

struct Hijri::Calendar {
    std::unique_ptr<icu::Calendar> icu;
};

Hijri::Hijri() : calendar_(std::make_unique<Calendar>()) {
    UErrorCode status = U_ZERO_ERROR;
    calendar_->icu.reset(icu::Calendar::createInstance(icu::Locale("ar@calendar=islamic-umalqura"), status));
    if (U_FAILURE(status)) calendar_->icu.reset();
    if (calendar_->icu) calendar_->icu->setTimeZone(*icu::TimeZone::getGMT());
}

Hijri::~Hijri() = default;

std::optional<sys_days> Hijri::day(int year, int month, int day) const {
    constexpr int kMonths = 12, kLongest = 30;
    if (!calendar_->icu || month < 1 || month > kMonths || day < 1 || day > kLongest) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    calendar_->icu->clear();
    calendar_->icu->set(year, month - 1, day);
    const UDate at = calendar_->icu->getTime(status);
    if (U_FAILURE(status)) return std::nullopt;
    return floor<days>(sys_time<milliseconds>(milliseconds(static_cast<std::int64_t>(at))));
}

int Hijri::year_of(sys_days day) const {
    if (!calendar_->icu) return 0;
    UErrorCode status = U_ZERO_ERROR;
    calendar_->icu->setTime(static_cast<UDate>(duration_cast<milliseconds>(day.time_since_epoch()).count()),
                            status);
    return calendar_->icu->get(UCAL_YEAR, status);
}

}  // namespace warraq::arabic
