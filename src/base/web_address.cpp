#include "base/web_address.h"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/src.hpp>

#include "base/percent.h"

namespace warraq {

bool is_web_address(std::string_view address) {
    return has_web_scheme(address) && address.find_first_of(" \"<>\\\n\r\t") == address.npos;
}

bool is_link(std::string_view address) {
    const auto is_control_or_space = [](unsigned char c) { return c <= 0x20 || c == 0x7F; };
    if (std::ranges::any_of(address, is_control_or_space)) return false;
    if (address.starts_with("//") || address.find('\\') != address.npos) return false;
    return has_web_scheme(address) || address.starts_with("mailto:") || address.starts_with('/') ||
           address.starts_with('#');
}

std::string host_of(std::string_view address) {
    const std::string escaped = percent::encode_address(authority_of(address));  // as RFC 3986 has them
    const auto authority = boost::urls::parse_authority(escaped);
    if (!authority) return {};
    std::string host = authority->host();
    return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

}  // namespace warraq
