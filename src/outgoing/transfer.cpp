#include "outgoing/transfer.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <mutex>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/ascii.h"

namespace warraq::outgoing {
namespace {

void start_curl() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

// By libcurl's own parser, so that it is the host that is asked.
std::string host_of(const std::string& address) {
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), curl_url_cleanup);
    char* part = nullptr;
    if (!url ||
        curl_url_set(url.get(), CURLUPART_URL, address.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
        curl_url_get(url.get(), CURLUPART_HOST, &part, 0) != CURLUE_OK)
        return {};
    std::string host = ascii::lower(part);
    curl_free(part);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host.ends_with('.')) host.pop_back();
    return host;
}

struct Endpoint {
    IpAddress address;
    std::uint16_t port = 0;
};

std::optional<Endpoint> endpoint_of(const curl_sockaddr& to) {
    Endpoint out;
    if (to.family == AF_INET && to.addrlen >= sizeof(sockaddr_in)) {
        sockaddr_in four{};
        std::memcpy(&four, &to.addr, sizeof four);
        out.address = IpAddress::v4(reinterpret_cast<const std::uint8_t*>(&four.sin_addr));
        out.port = ntohs(four.sin_port);
        return out;
    }
    if (to.family == AF_INET6 && to.addrlen >= sizeof(sockaddr_in6)) {
        sockaddr_in6 six{};
        std::memcpy(&six, &to.addr, sizeof six);
        std::memcpy(out.address.bytes.data(), &six.sin6_addr, out.address.bytes.size());
        out.port = ntohs(six.sin6_port);
        return out;
    }
    return std::nullopt;
}

}  // namespace

Transfer::Transfer(std::string address, const char* protocols, Reach reach, Patience patience)
    : address_(std::move(address)),
      reach_(std::move(reach)),
      patience_(std::move(patience)),
      host_(host_of(address_)),
      curl_((start_curl(), curl_easy_init()), curl_easy_cleanup) {
    if (!curl_) return;
    set(CURLOPT_URL, address_.c_str());
    set(CURLOPT_PROTOCOLS_STR, protocols);
    // A redirect would lead out of what was named.
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(patience_.time.count()));
    set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::open);
    set(CURLOPT_OPENSOCKETDATA, this);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &Transfer::goes_on);
    set(CURLOPT_XFERINFODATA, this);
    // A proxy's address would be all that is checked.
    if (!reach_.is_anywhere()) set(CURLOPT_NOPROXY, "*");
}

curl_socket_t Transfer::open(void* self, curlsocktype, curl_sockaddr* to) {
    auto& transfer = *static_cast<Transfer*>(self);
    const auto endpoint = endpoint_of(*to);
    if (!endpoint || !transfer.reach_.allows(transfer.host_, endpoint->port, endpoint->address)) {
        transfer.refused_ = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

int Transfer::goes_on(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    const auto& stopped = static_cast<const Transfer*>(self)->patience_.stopped;
    return stopped && stopped() ? 1 : 0;
}

Result<void> Transfer::perform() {
    if (!curl_) return unavailable("libcurl does not start");
    refused_ = false;
    const CURLcode code = curl_easy_perform(curl_.get());
    if (code == CURLE_OK) return {};
    if (refused_)
        return refused(
            "it is not on the open internet, and outgoing.allowed_hosts in warraq.toml does not list it");
    return unavailable(curl_easy_strerror(code));
}

long Transfer::status() const {
    long status = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
    return status;
}

}  // namespace warraq::outgoing
