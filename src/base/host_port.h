// HOST:PORT as people give it and as it is shown: IPv6 addresses stand in brackets, since they have colons of
// their own. Pure.
//
//     auto listen = HostPort::from("[::1]:8080");       // {"::1", 8080}
//     to_string(*listen);                               // "[::1]:8080"
//     url_of("http", {"::", 8080});                     // "http://localhost:8080"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace warraq {

struct HostPort {
    std::string host;  // a name or an address, without brackets
    std::uint16_t port = 0;

    // "127.0.0.1:80", "news.example:80", "[::1]:80"; ":80" is 0.0.0.0, every IPv4 address of the machine.
    // Error: Invalid, for whoever wrote it: no port, one over 65535, an IPv6 address without brackets.
    static Result<HostPort> from(std::string_view text);

    bool operator==(const HostPort&) const = default;
};

std::string to_string(const HostPort& at);

// "https://[::1]:8443", without a slash at the end: where whoever sits at this machine reaches what listens
// there. An address that stands for all of the machine's (0.0.0.0, ::) is shown as localhost.
std::string url_of(std::string_view scheme, const HostPort& at);

}  // namespace warraq
