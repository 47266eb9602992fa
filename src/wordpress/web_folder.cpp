#include "wordpress/web_folder.h"

#include <algorithm>
#include <cctype>

#include "base/host_port.h"
#include "base/percent.h"

namespace warraq::wordpress {
namespace {

// "example.org", "example.org:8080", "[::1]:8080"
bool names_a_host(std::string_view authority) {
    const auto has_name = [](unsigned char c) { return std::isalnum(c) || c >= 0x80; };
    const auto host = authority.substr(0, authority.starts_with('[') ? authority.npos : authority.find(':'));
    if (std::ranges::none_of(host, has_name)) return false;
    const bool has_port = authority.find(':') != authority.npos && !authority.ends_with(']');
    const auto at = HostPort::from(std::string(authority) + (has_port ? "" : ":80"));
    return at && at->port != 0;
}

// Whether some step of the path is «..», however it is written: those who serve it, and libcurl, follow it.
bool leads_up(std::string_view path) {
    std::string plain;
    for (std::size_t at = 0; at < path.size(); ++at) {
        const int escaped = path[at] == '%' ? percent::escaped_byte(path, at) : -1;
        const char c = escaped < 0 ? path[at] : static_cast<char>(escaped);
        plain += c == '\\' ? '/' : c;
        if (escaped >= 0) at += 2;
    }
    return plain == ".." || plain.starts_with("../") || plain.ends_with("/..") ||
           plain.find("/../") != plain.npos;
}

}  // namespace

Result<WebFolder> WebFolder::from(std::string_view text) {
    const auto start = text.find("://");
    const auto scheme = text.substr(0, start);
    if (start == text.npos || (scheme != "https" && scheme != "http"))
        return invalid("is no address, https://…");
    const auto no_sign = [](unsigned char c) { return c <= ' ' || c == 0x7f || c == '\\'; };
    if (std::ranges::any_of(text, no_sign)) return invalid("has a sign that no address has");
    if (text.find_first_of("?#") != text.npos) return invalid("has a query or a fragment (? or #)");
    const auto rest = text.substr(start + 3);
    const auto authority = rest.substr(0, rest.find('/'));
    if (authority.find('@') != authority.npos) return invalid("names a user, before @");
    if (!names_a_host(authority)) return invalid("names no host");
    if (authority == rest || !rest.ends_with('/'))
        return invalid("is not a folder's address, which ends with /");
    if (leads_up(rest)) return invalid("leads up, by ..");
    return WebFolder(text);
}

bool WebFolder::has(std::string_view address) const {
    if (!address.starts_with(address_)) return false;
    address.remove_prefix(address_.size());
    return !leads_up(address.substr(0, address.find_first_of("?#")));
}

}  // namespace warraq::wordpress
