// Where an address is: what stands between its scheme and its path.
//
//     authority_of("https://user@example.org:443/a?b")   // "user@example.org:443"
//
// Of an address without a scheme, what stands before the first of /?#. Pure.
#pragma once

#include <string_view>

namespace warraq {

inline std::string_view authority_of(std::string_view address) {
    const auto scheme = address.find("://");
    if (scheme != address.npos) address.remove_prefix(scheme + 3);
    return address.substr(0, address.find_first_of("/?#"));
}

}  // namespace warraq
