#include "outgoing/allowed_host.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/host_port.h"

namespace warraq::outgoing {
namespace {

constexpr std::size_t kLongestName = 253;

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= kLongestName && text.front() != '.' && text.front() != '-' &&
           text.back() != '.' &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-._") == text.npos &&
           text.find_first_of("abcdefghijklmnopqrstuvwxyz") != text.npos;
}

std::optional<AllowedHost> of_host(std::string_view host, std::uint16_t port) {
    if (const auto address = IpAddress::from(host)) return AllowedHost{{}, {*address, 128}, port};
    std::string name = ascii::lower(host);
    if (!is_name(name)) return std::nullopt;
    return AllowedHost{std::move(name), {}, port};
}

}  // namespace

std::optional<AllowedHost> AllowedHost::from(std::string_view text) {
    if (text.find('/') != text.npos) {
        const auto network = IpNetwork::from(text);
        return network ? std::optional(AllowedHost{{}, *network, 0}) : std::nullopt;
    }
    const bool bracketed = text.starts_with('[');
    if (bracketed && text.ends_with(']')) return of_host(text.substr(1, text.size() - 2), 0);
    if (!bracketed && (text.find(':') == text.npos || IpAddress::from(text))) return of_host(text, 0);
    const auto at = HostPort::from(text);
    return at && at->port != 0 && !text.starts_with(':') ? of_host(at->host, at->port) : std::nullopt;
}

bool AllowedHost::covers(std::string_view host, std::uint16_t at_port, const IpAddress& address) const {
    if (port != 0 && port != at_port) return false;
    return name.empty() ? network.contains(address) : name == host;
}

std::string to_string(const AllowedHost& host) {
    const std::string who = host.name.empty() ? to_string(host.network) : host.name;
    return host.port == 0 ? who : to_string(HostPort{who, host.port});
}

}  // namespace warraq::outgoing
