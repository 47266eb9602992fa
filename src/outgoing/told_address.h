// What of an address may stand in a log where the rest of it may be a secret.
//
//     told_address("https://user:token@cache.example:8443/purge?key=1")   // "https://cache.example:8443"
//
// Pure.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace warraq::outgoing {

inline std::string told_address(std::string_view address) {
    const auto scheme = address.find("://");
    const auto begin = scheme == address.npos ? 0 : scheme + 3;
    auto authority = address.substr(begin);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    if (const auto at = authority.rfind('@'); at != authority.npos) authority.remove_prefix(at + 1);
    return std::string(address.substr(0, begin)).append(authority);
}

}  // namespace warraq::outgoing
