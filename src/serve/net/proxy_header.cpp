#include "serve/net/proxy_header.h"

#include <algorithm>
#include <array>

#include "base/ip.h"

namespace warraq::serve {
namespace {

using enum ProxyHeaderFound;
constexpr std::string_view kSignature("\r\n\r\n\0\r\nQUIT\n", 12);
constexpr std::size_t kLongestLine = 107;  // of version 1, with its CR LF

bool begins(std::string_view bytes, std::string_view with) {
    return bytes.substr(0, with.size()) == with.substr(0, bytes.size());
}

// "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n"
ProxyHeaderFound find_line(std::string_view bytes, ProxyHeader& out) {
    const auto end = bytes.substr(0, kLongestLine).find("\r\n");
    if (end == bytes.npos) return bytes.size() < kLongestLine ? NotYet : Broken;
    out.size = end + 2;
    std::array<std::string_view, 6> words;
    std::size_t count = 0;
    for (std::size_t at = 0; at <= end;) {
        const auto space = std::min(bytes.find(' ', at), end);
        if (count == words.size()) return Broken;
        words[count++] = bytes.substr(at, space - at);
        at = space + 1;
    }
    if (count >= 2 && words[1] == "UNKNOWN") return Whole;
    if (count != words.size() || (words[1] != "TCP4" && words[1] != "TCP6")) return Broken;
    const auto address = IpAddress::from(words[2]);
    if (!address || !IpAddress::from(words[3])) return Broken;
    out.address = to_string(*address);
    return Whole;
}

ProxyHeaderFound find_binary(std::string_view bytes, ProxyHeader& out) {
    constexpr std::size_t kFixed = 16;
    if (bytes.size() < kFixed) return NotYet;
    const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); };
    const int version = byte(12) >> 4, command = byte(12) & 0xF, family = byte(13) >> 4;
    const std::size_t size = static_cast<std::size_t>(byte(14)) << 8 | byte(15);
    if (version != 2 || command > 1 || kFixed + size > kLongestProxyHeader) return Broken;
    if (bytes.size() < kFixed + size) return NotYet;
    out.size = kFixed + size;
    if (command == 0) return Whole;  // LOCAL: a look at whether we live
    const auto* addresses = reinterpret_cast<const std::uint8_t*>(bytes.data()) + kFixed;
    if (family == 1 && size >= 12) {
        out.address = to_string(IpAddress::v4(addresses));
    } else if (family == 2 && size >= 36) {
        IpAddress address;
        std::copy(addresses, addresses + address.bytes.size(), address.bytes.begin());
        out.address = to_string(address);
    } else if (family != 0) {
        return Broken;
    }
    return Whole;
}

}  // namespace

ProxyHeaderFound find_proxy_header(std::string_view bytes, ProxyHeader& out) {
    out = {};
    if (begins(bytes, kSignature)) return bytes.size() < kSignature.size() ? NotYet : find_binary(bytes, out);
    if (begins(bytes, "PROXY ")) return find_line(bytes, out);
    return Broken;
}

}  // namespace warraq::serve
