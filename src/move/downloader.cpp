#include "move/downloader.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <curl/curl.h>
#include <fmt/format.h>
#include <memory>
#include <netdb.h>
#include <span>

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
    if (getnameinfo(&to->addr, to->addrlen, ip.data(), ip.size(), nullptr, 0, NI_NUMERICHOST) != 0 ||
        !is_public_address(ip.data()))
        return CURL_SOCKET_BAD;
    return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

struct Block {
    std::array<std::uint8_t, 16> first;
    int bits;
};
constexpr Block v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, int bits) {
    return {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, a, b, c, 0}, 96 + bits};
}
// Of the IANA registries of special-purpose addresses; IPv4 as mapped into IPv6.
constexpr Block kSpecial[] = {
    v4(0, 0, 0, 8),       v4(10, 0, 0, 8),     v4(100, 64, 0, 10), v4(127, 0, 0, 8),    v4(169, 254, 0, 16),
    v4(172, 16, 0, 12),   v4(192, 0, 0, 24),   v4(192, 0, 2, 24),  v4(192, 168, 0, 16), v4(198, 18, 0, 15),
    v4(198, 51, 100, 24), v4(203, 0, 113, 24), v4(224, 0, 0, 4),   v4(240, 0, 0, 4),
};
// All that is given out is within 2000::/3, and some of that is not for everyone.
constexpr Block kGlobal = {{0x20}, 3};
constexpr Block kSpecial6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23}, {{0x20, 0x01, 0x0d, 0xb8}, 32}, {{0x20, 0x02}, 16}, {{0x3f, 0xff}, 20}};

bool within(std::span<const std::uint8_t> address, const Block& block) {
    const auto whole = static_cast<std::size_t>(block.bits / 8);
    const auto mask = static_cast<std::uint8_t>(0xFF00 >> (block.bits % 8));
    return std::memcmp(address.data(), block.first.data(), whole) == 0 &&
           (block.bits % 8 == 0 || (address[whole] & mask) == (block.first[whole] & mask));
}

}  // namespace

bool is_public_address(std::string_view ip) {
    addrinfo how{}, *found = nullptr;
    how.ai_flags = AI_NUMERICHOST;
    how.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(std::string(ip).c_str(), nullptr, &how, &found) != 0) return false;
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
    const Block mapped = v4(0, 0, 0, 0);
    std::array<std::uint8_t, 16> address = mapped.first;
    if (found->ai_family == AF_INET)
        std::memcpy(&address[12], &reinterpret_cast<const sockaddr_in*>(found->ai_addr)->sin_addr, 4);
    else
        std::memcpy(address.data(), &reinterpret_cast<const sockaddr_in6*>(found->ai_addr)->sin6_addr, 16);
    const auto special = [&](const Block& block) { return within(address, block); };
    if (within(address, mapped)) return std::ranges::none_of(kSpecial, special);
    return within(address, kGlobal) && std::ranges::none_of(kSpecial6, special);
}

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
