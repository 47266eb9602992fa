// What a proxy says of who is behind it: the PROXY protocol's header, or X-Forwarded-For.
#include <cstdint>
#include <cstdlib>

#include "serve/net/proxy_header.h"
#include "serve/net/proxy_policy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace warraq;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    serve::ProxyHeader header;
    const auto found = serve::find_proxy_header(bytes, header);
    if (found == serve::ProxyHeaderFound::Whole) {
        if (header.size > bytes.size() || header.size > serve::kLongestProxyHeader) std::abort();
        if (!header.address.empty() && !IpAddress::from(header.address)) std::abort();
    }
    static const serve::ProxyPolicy edge{
        .trusted_proxies = {*IpNetwork::from("10.0.0.0/8"), *IpNetwork::from("::1")}};
    if (!IpAddress::from(edge.client_of("127.0.0.1", bytes))) std::abort();
    if (const auto network = IpNetwork::from(bytes); network && !IpNetwork::from(to_string(*network)))
        std::abort();
    return 0;
}
