// IP addresses and networks, IPv4 as mapped into IPv6: one kind of value for both. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace warraq {

struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};

    // "192.0.2.1", "2001:db8::1"; "::ffff:192.0.2.1" is the first. Nothing for names and anything else.
    static std::optional<IpAddress> from(std::string_view text);
    static IpAddress v4(const std::uint8_t* four_bytes);

    bool operator==(const IpAddress&) const = default;
};

bool is_v4(const IpAddress& address);

// "192.0.2.1", "2001:db8::1".
std::string to_string(const IpAddress& address);

struct IpNetwork {
    IpAddress first;
    int bits = 128;  // of the mapped form

    // "10.0.0.0/8", "2001:db8::/32", or one address.
    static std::optional<IpNetwork> from(std::string_view text);
    bool contains(const IpAddress& address) const;
};

// "10.0.0.0/8"; an address alone without its bits.
std::string to_string(const IpNetwork& network);

// False for this machine, its network, and what else no one on the open internet has (IANA's registries of
// special-purpose addresses).
bool is_public(const IpAddress& address);

}  // namespace warraq
