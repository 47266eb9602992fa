#include "base/ip.h"

#include <algorithm>
#include <arpa/inet.h>
#include <vector>

#include "base/number.h"

namespace warraq {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

std::string written(const IpAddress& address, bool four) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(four ? AF_INET : AF_INET6, address.bytes.data() + (four ? 12 : 0), text.data(), text.size());
    return text.data();
}

constexpr std::string_view kSpecial[] = {
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
    "2001::/23",     "2001:db8::/32",   "2002::/16",      "3fff::/20",
};
constexpr std::string_view kGlobal6 = "2000::/3";  // all that is given out of IPv6

}  // namespace

bool is_v4(const IpAddress& address) {
    return std::equal(kMapped.begin(), kMapped.end(), address.bytes.begin());
}

IpAddress IpAddress::v4(const std::uint8_t* four_bytes) {
    IpAddress out;
    std::copy(kMapped.begin(), kMapped.end(), out.bytes.begin());
    std::copy(four_bytes, four_bytes + 4, out.bytes.begin() + 12);
    return out;
}

std::optional<IpAddress> IpAddress::from(std::string_view text) {
    if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != text.npos) return std::nullopt;
    const std::string terminated(text);
    IpAddress out;
    if (inet_pton(AF_INET6, terminated.c_str(), out.bytes.data()) == 1) return out;
    std::array<std::uint8_t, 4> four{};
    if (inet_pton(AF_INET, terminated.c_str(), four.data()) == 1) return v4(four.data());
    return std::nullopt;
}

std::string to_string(const IpAddress& address) {
    return written(address, is_v4(address));
}

std::optional<IpNetwork> IpNetwork::from(std::string_view text) {
    const auto slash = text.find('/');
    const auto first = IpAddress::from(text.substr(0, slash));
    if (!first) return std::nullopt;
    if (slash == text.npos) return IpNetwork{*first, 128};
    const auto digits = text.substr(slash + 1);
    const int most = is_v4(*first) && text.find(':') == text.npos ? 32 : 128;
    const auto bits = from_digits<int>(digits);
    if (!bits || *bits > most) return std::nullopt;
    return IpNetwork{*first, *bits + 128 - most};
}

bool IpNetwork::contains(const IpAddress& address) const {
    const auto whole = static_cast<std::size_t>(bits / 8);
    if (!std::equal(first.bytes.begin(), first.bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                    address.bytes.begin()))
        return false;
    const auto mask = static_cast<std::uint8_t>(0xFF00 >> (bits % 8));
    return bits % 8 == 0 || ((first.bytes[whole] ^ address.bytes[whole]) & mask) == 0;
}

std::string to_string(const IpNetwork& network) {
    constexpr int kBeforeV4 = 96;
    const bool four = is_v4(network.first) && network.bits >= kBeforeV4;  // not «::ffff:0:0/20»
    const std::string first = written(network.first, four);
    if (network.bits == 128) return first;
    return first + "/" + std::to_string(network.bits - (four ? kBeforeV4 : 0));
}

bool is_public(const IpAddress& address) {
    static const IpNetwork global = *IpNetwork::from(kGlobal6);
    static const std::vector<IpNetwork> special = [] {
        std::vector<IpNetwork> out;
        for (const auto network : kSpecial) out.push_back(*IpNetwork::from(network));
        return out;
    }();
    if (!is_v4(address) && !global.contains(address)) return false;
    return std::ranges::none_of(special, [&](const IpNetwork& network) { return network.contains(address); });
}

}  // namespace warraq
