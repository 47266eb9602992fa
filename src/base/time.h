// Instants in UTC, to the second, and their ISO 8601 form. Calendars and month names live in press.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace warraq {

using Instant = std::chrono::sys_seconds;

inline std::int64_t to_unix(Instant instant) {
    return instant.time_since_epoch().count();
}
inline Instant from_unix(std::int64_t seconds) {
    return Instant{std::chrono::seconds{seconds}};
}

// Whole hours since 1970.
inline std::int64_t to_unix_hour(Instant instant) {
    return std::chrono::floor<std::chrono::hours>(instant).time_since_epoch().count();
}

// The one clock of the program: this machine's, and what it is put right by. Thread-safe.
Instant now();
// Nodes that share a database use its clock. `ahead`: how far that is ahead of this machine's, measured to
// within `give_or_take`. Differences of less than half a second beyond that are ignored. Returns whether the
// correction changed.
bool correct_clock(std::chrono::milliseconds ahead, std::chrono::milliseconds give_or_take = {});

// "2026-11-24T09:30:00Z".
std::string to_iso8601(Instant instant);

// Reads "2012-10-11T04:04:00+04:00", "…Z", and a bare date or a time without zone as UTC.
// Error: Invalid, naming the text.
Result<Instant> from_iso8601(std::string_view text);

// "Tue, 24 Nov 2026 09:30:00 GMT", as HTTP writes dates (RFC 9110, 5.6.7).
std::string to_http_date(Instant instant);
// Reads that one form only; older forms answer nothing, which a server may treat as "no condition".
Result<Instant> from_http_date(std::string_view text);

}  // namespace warraq
