// The part of an address that may be logged: user name, password, path and query may hold secrets.
//
//     told_address("https://user:token@cache.example:8443/purge?key=1")   // "https://cache.example:8443"
//
// Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/web_address.h"

namespace warraq::outgoing {

inline std::string told_address(std::string_view address) {
    auto authority = authority_of(address);
    const auto scheme = address.substr(0, static_cast<std::size_t>(authority.data() - address.data()));
    if (const auto at = authority.rfind('@'); at != authority.npos) authority.remove_prefix(at + 1);
    return std::string(scheme).append(authority);
}

}  // namespace warraq::outgoing
