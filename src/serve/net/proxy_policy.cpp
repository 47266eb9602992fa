#include "serve/net/proxy_policy.h"

#include <algorithm>

namespace warraq::serve {

bool ProxyPolicy::trusts(const IpAddress& address) const {
    return std::ranges::any_of(trusted_proxies,
                               [&](const IpNetwork& network) { return network.contains(address); });
}

std::string ProxyPolicy::client_of(std::string_view peer, std::string_view forwarded_for) const {
    std::string client(peer);
    while (!forwarded_for.empty()) {
        const auto comma = forwarded_for.rfind(',');
        auto last = forwarded_for.substr(comma == forwarded_for.npos ? 0 : comma + 1);
        while (!last.empty() && (last.front() == ' ' || last.front() == '\t')) last.remove_prefix(1);
        while (!last.empty() && (last.back() == ' ' || last.back() == '\t')) last.remove_suffix(1);
        const auto address = IpAddress::from(last);
        if (!address) break;  // what cannot be read is not believed, nor what stands before it
        client = to_string(*address);
        if (!trusts(*address) || comma == forwarded_for.npos) break;
        forwarded_for = forwarded_for.substr(0, comma);
    }
    return client;
}

}  // namespace warraq::serve
