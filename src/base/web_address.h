// Web addresses: judged and taken apart in one place.
//
//     is_web_address("https://example.org/خبر")      // true: a whole address, of this site or another
//     is_link("mailto:salma@example.org")            // true: what a link may lead to
//     host_of("https://user@Example.org:443/a?b")    // "Example.org"
//
// Letters of any script may stand in them unescaped, as people and browsers write them: RFC 3986 alone would
// refuse most Arabic addresses. Schemes are known in small letters only. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/authority.h"

namespace warraq {

// Begins with "http://" or "https://"; what follows is not looked at.
inline bool has_web_scheme(std::string_view address) {
    return address.starts_with("https://") || address.starts_with("http://");
}

// For settings: has_web_scheme(), and nothing that would end an attribute or a header: no white space but
// what is beyond ASCII, no quotation mark, angle bracket or backslash.
bool is_web_address(std::string_view address);

// For the links of a body: has_web_scheme(), mailto:, a path of this site, or a fragment; no control
// character, space or backslash, and nothing that a browser would run or read as another host ("//host").
bool is_link(std::string_view address);

// The host alone, without user and port, as it is written; IPv6 without its brackets. Empty where the
// authority is none. Read by Boost.URL.
std::string host_of(std::string_view address);

}  // namespace warraq
