// Time-based one-time passwords (RFC 6238, thirty seconds, six digits, SHA-1, as authenticator apps expect),
// by liboath. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace warraq::desk::totp {

std::string new_secret();  // twenty random bytes in base32

bool is_secret(std::string_view text);  // as long as new_secret() makes them

// The step of the code, when it is right for `now` or one step to either side; nothing otherwise.
std::optional<std::int64_t> step_of(std::string_view secret, std::string_view code, Instant now);

// What an authenticator app reads from a QR code.
std::string address(std::string_view secret, std::string_view publication, std::string_view login);

// The code for `now`; for tests.
std::string code(std::string_view secret, Instant now);

}  // namespace warraq::desk::totp
