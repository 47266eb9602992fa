// What browsers are told to keep to, with every answer.
#pragma once

#include <string>
#include <string_view>

#include "settings/settings.h"

namespace warraq::settings {

// Of a file that came from outside: it is no page of ours, and opened by itself may do nothing.
inline constexpr std::string_view kFilePolicy =
    "default-src 'none'; media-src 'self'; object-src 'none'; base-uri 'none'; sandbox; frame-ancestors "
    "'none'";

// Header lines, each with its CR LF, with this content security policy among them.
std::string security_headers(std::string_view policy, const Settings& settings);

}  // namespace warraq::settings
