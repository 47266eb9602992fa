// What stands between readers and the server: proxies that are believed about whom a request is from, and
// the TLS that is asked for.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/ip.h"
#include "serve/net/tls.h"

namespace warraq::serve {

struct ProxyPolicy {
    // Proxies: their X-Forwarded-For and X-Forwarded-Proto are believed, everyone else's ignored.
    std::vector<IpNetwork> trusted_proxies = {};
    // Their connections begin with a PROXY protocol header; without one they are ended.
    bool proxy_protocol = false;
    // "https://example.org": where requests that did not come over TLS are sent. Empty: they are answered.
    // Kept apart from the host that a request names, which is anyone's to choose.
    std::string https_origin = {};

    bool trusts(const IpAddress& address) const;
    // The one for whom the proxy at `peer` speaks: the last of the list that is no trusted proxy itself.
    std::string client_of(std::string_view peer, std::string_view forwarded_for) const;
};

// What may be asked for without TLS all the same: a certificate authority's look at who holds the name.
// Who answers there answers for the whole host (RFC 8615): to whoever gives out certificates, for one.
inline bool is_well_known(std::string_view path) {
    return path.starts_with("/.well-known/");
}
inline constexpr std::string_view kAcmePath = "/.well-known/acme-challenge/";

}  // namespace warraq::serve
