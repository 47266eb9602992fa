#include "base/host_port.h"

#include <fmt/format.h>

#include "base/ip.h"
#include "base/number.h"

namespace warraq {
namespace {

bool stands_for_all(const std::string& host) {
    const auto address = IpAddress::from(host);
    if (!address) return false;
    const std::string plain = to_string(*address);
    return plain == "0.0.0.0" || plain == "::";
}

}  // namespace

Result<HostPort> HostPort::from(std::string_view text) {
    const auto wrong = [text](std::string_view why) { return invalid(fmt::format("{}: {}", text, why)); };
    const auto colon = text.rfind(':');
    if (colon == text.npos) return wrong("is not HOST:PORT");
    HostPort at;
    auto host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
        // A zone («fe80::1%eth0») is the system's to know.
        const auto address = IpAddress::from(host.substr(0, host.find('%')));
        if (!address || host.find(':') == host.npos) return wrong("what is in brackets is no IPv6 address");
    } else if (host.find(':') != host.npos) {
        return wrong("an IPv6 address stands in brackets: [::1]:8080");
    } else if (host.find_first_of("[]/ ") != host.npos) {
        return wrong("is not HOST:PORT");
    }
    const auto port = from_digits<std::uint16_t>(text.substr(colon + 1));
    if (!port) return wrong("its port is not a number from 0 to 65535");
    at.port = *port;
    at.host = host.empty() ? "0.0.0.0" : std::string(host);
    return at;
}

std::string to_string(const HostPort& at) {
    if (at.host.find(':') != at.host.npos) return fmt::format("[{}]:{}", at.host, at.port);
    return fmt::format("{}:{}", at.host, at.port);
}

std::string url_of(std::string_view scheme, const HostPort& at) {
    HostPort shown{stands_for_all(at.host) ? "localhost" : at.host, at.port};
    // RFC 6874: the sign before a zone is escaped in a URL.
    if (const auto zone = shown.host.find('%'); zone != shown.host.npos) shown.host.insert(zone + 1, "25");
    return fmt::format("{}://{}", scheme, to_string(shown));
}

}  // namespace warraq
