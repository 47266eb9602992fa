#include "move/downloader.h"

#include <array>
#include <curl/curl.h>
#include <fmt/format.h>
#include <memory>
#include <netdb.h>

#include "base/ip.h"

namespace warraq::move {
namespace {

constexpr std::size_t kLargest = 256u << 20;  // bytes
constexpr long kSeconds = 120;

std::size_t append(char* from, std::size_t size, std::size_t count, void* to) {
    auto& content = *static_cast<std::string*>(to);
    if (content.size() + size * count > kLargest) return 0;  // curl ends with an error
    content.append(from, size * count);
    return size * count;
}

int goes_on(void* stopped, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return (*static_cast<const std::function<bool()>*>(stopped))() ? 1 : 0;
}

// Asked for each address that a name stands for, so a name that leads inside is no way in.
curl_socket_t open_public(void*, curlsocktype, curl_sockaddr* to) {
    std::array<char, NI_MAXHOST> ip{};
    if (getnameinfo(&to->addr, to->addrlen, ip.data(), ip.size(), nullptr, 0, NI_NUMERICHOST) != 0)
        return CURL_SOCKET_BAD;
    const auto address = IpAddress::from(ip.data());
    if (!address || !is_public(*address)) return CURL_SOCKET_BAD;
    return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

}  // namespace

Downloader::Downloader(std::string allowed, Reach reach, std::function<bool()> stopped)
    : allowed_(std::move(allowed)), reach_(reach), stopped_(std::move(stopped)) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

Result<std::string> Downloader::get(const std::string& address) const {
    if (!address.starts_with(allowed_)) return refused(fmt::format("{} is not below {}", address, allowed_));
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
    if (!curl) return unavailable("curl cannot start");
    std::string content;
    curl_easy_setopt(curl.get(), CURLOPT_URL, address.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    // A redirect would lead out of what was allowed.
    curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kSeconds);
    curl_easy_setopt(curl.get(), CURLOPT_USERAGENT, "Warraq");
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &content);
    if (stopped_) {
        curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, goes_on);
        curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &stopped_);
    }
    if (reach_ == Reach::Public) {
        curl_easy_setopt(curl.get(), CURLOPT_OPENSOCKETFUNCTION, open_public);
        curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");  // a proxy's address would be all that is checked
    }
    if (const auto code = curl_easy_perform(curl.get()); code != CURLE_OK)
        return unavailable(fmt::format("{}: {}", address, curl_easy_strerror(code)));
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) return not_found(fmt::format("{} answers {}", address, status));
    return content;
}

}  // namespace warraq::move
