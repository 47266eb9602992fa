// The header that a proxy sends before a connection's own bytes, to say who is behind it: PROXY protocol,
// versions 1 and 2 (HAProxy's doc/proxy-protocol.txt). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace warraq::serve {

struct ProxyHeader {
    std::size_t size = 0;  // bytes that it takes
    std::string address;   // of the one behind the proxy; empty: the proxy speaks for itself
};

inline constexpr std::size_t kLongestProxyHeader = 536;  // version 2 with its addresses and some additions

enum class ProxyHeaderFound { Whole, NotYet, Broken };

// Of the bytes that a connection begins with.
ProxyHeaderFound find_proxy_header(std::string_view bytes, ProxyHeader& out);

}  // namespace warraq::serve
