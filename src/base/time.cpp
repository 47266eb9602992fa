#include "base/time.h"

#include <atomic>
#include <cstdlib>
#include <ctime>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <optional>

#include "base/number.h"

namespace warraq {
namespace {

using std::chrono::milliseconds;

std::atomic<std::int64_t> correction{0};  // milliseconds

// Reads digits at `at` into a number; false when they are not all digits.
bool digits(std::string_view text, std::size_t at, std::size_t count, int& out) {
    if (at + count > text.size()) return false;
    const auto number = from_digits<int>(text.substr(at, count));
    out = number.value_or(out);
    return number.has_value();
}

std::tm calendar(Instant instant) {
    const std::time_t seconds = to_unix(instant);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    return parts;
}

Result<Instant> civil(int year, int month, int day, int hour, int minute, int second, std::string_view text) {
    using namespace std::chrono;
    const auto date = std::chrono::year{year} / month / day;
    if (!date.ok() || hour > 23 || minute > 59 || second > 60)
        return invalid(fmt::format("«{}» is not a date that exists", text));
    return time_point_cast<seconds>(sys_days{date}) + hours{hour} + minutes{minute} + seconds{second};
}

constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

Instant now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now() +
                                                    milliseconds(correction.load(std::memory_order_relaxed)));
}

bool correct_clock(milliseconds ahead, milliseconds give_or_take) {
    constexpr std::int64_t kLeftAlone = 500;
    auto before = correction.load();
    return std::abs(ahead.count() - before) >= kLeftAlone + give_or_take.count() &&
           correction.compare_exchange_strong(before,
                                              std::abs(ahead.count()) < kLeftAlone ? 0 : ahead.count());
}

std::string to_iso8601(Instant instant) {
    const auto midnight = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{midnight};
    const std::chrono::hh_mm_ss time{instant - midnight};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", int{date.year()}, unsigned{date.month()},
                       unsigned{date.day()}, time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

Result<Instant> from_iso8601(std::string_view text) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    const auto bad = [&] { return invalid(fmt::format("«{}» is not an ISO 8601 time", text)); };
    if (!digits(text, 0, 4, year) || !digits(text, 5, 2, month) || !digits(text, 8, 2, day) ||
        text[4] != '-' || text[7] != '-')
        return bad();
    std::size_t at = 10;
    std::chrono::minutes offset{0};
    if (at < text.size()) {
        if ((text[at] != 'T' && text[at] != ' ') || !digits(text, at + 1, 2, hour) ||
            !digits(text, at + 4, 2, minute) || text[at + 3] != ':')
            return bad();
        at += 6;
        if (at < text.size() && text[at] == ':') {
            if (!digits(text, at + 1, 2, second)) return bad();
            at += 3;
        }
        if (at < text.size() && text[at] == '.')
            for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9';) ++at;
        if (at < text.size() && text[at] == 'Z') {
            ++at;
        } else if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
            int hours = 0, minutes = 0;
            const bool colon = at + 3 < text.size() && text[at + 3] == ':';
            if (!digits(text, at + 1, 2, hours) || !digits(text, at + (colon ? 4 : 3), 2, minutes))
                return bad();
            offset = std::chrono::hours{hours} + std::chrono::minutes{minutes};
            if (text[at] == '-') offset = -offset;
            at += colon ? 6 : 5;
        }
    }
    if (at != text.size()) return bad();
    auto local = civil(year, month, day, hour, minute, second, text);
    if (!local) return local;
    return *local - offset;
}

std::string to_http_date(Instant instant) {
    return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", calendar(instant));
}

namespace {

// The two forms that RFC 9110, 5.6.7 has servers still read: «Sunday, 06-Nov-94 08:49:37 GMT» and
// «Sun Nov  6 08:49:37 1994».
std::optional<Instant> from_obsolete_http_date(const std::string& text) {
    constexpr int kYearsAhead = 50;
    for (const char* form : {"%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"}) {
        std::tm at{};
        const char* const end = strptime(text.c_str(), form, &at);
        if (!end || *end != '\0') continue;
        const auto instant = from_unix(timegm(&at));
        // A year of two digits that seems to be far ahead is the last one that ends so.
        if (form[1] != 'A' || instant < now() + std::chrono::years(kYearsAhead)) return instant;
        at.tm_year -= 100;
        return from_unix(timegm(&at));
    }
    return std::nullopt;
}

}  // namespace

Result<Instant> from_http_date(std::string_view text) {
    int day = 0, year = 0, hour = 0, minute = 0, second = 0;
    const auto bad = [&] { return invalid("not an HTTP date"); };
    constexpr std::size_t kLongest = 40;
    if (text.size() <= kLongest)
        if (const auto obsolete = from_obsolete_http_date(std::string(text))) return *obsolete;
    if (text.size() != 29 || text.substr(25) != " GMT" || !digits(text, 5, 2, day) ||
        !digits(text, 12, 4, year) || !digits(text, 17, 2, hour) || !digits(text, 20, 2, minute) ||
        !digits(text, 23, 2, second))
        return bad();
    for (int month = 0; month < 12; ++month)
        if (kMonths[month] == text.substr(8, 3))
            return civil(year, month + 1, day, hour, minute, second, text);
    return bad();
}

}  // namespace warraq
