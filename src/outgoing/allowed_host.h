// A host inside the own network that the server may ask all the same, as the settings' file names it
// (outgoing.allowed_hosts). Pure.
//
//     AllowedHost::from("wordpress.internal");     // whatever addresses that name has, any port
//     AllowedHost::from("10.0.0.5:8080");          // also "[fd00::5]:8080"
//     AllowedHost::from("10.20.0.0/16");           // a network, any port
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ip.h"

namespace warraq::outgoing {

struct AllowedHost {
    std::string name;        // in lower case; empty: `network` says which
    IpNetwork network = {};  // where `name` is empty
    std::uint16_t port = 0;  // 0: any

    // Nothing for what is neither of these.
    static std::optional<AllowedHost> from(std::string_view text);

    // `host`: as the call's address names it, in lower case, without brackets and without a dot at its end.
    bool covers(std::string_view host, std::uint16_t at_port, const IpAddress& address) const;
};

std::string to_string(const AllowedHost& host);

}  // namespace warraq::outgoing
