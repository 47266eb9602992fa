#include "serve/http/request_head.h"

#include <algorithm>
#include <cctype>

#include "base/ascii.h"

namespace warraq::serve {
namespace {

struct Known {
    std::string_view name;
    std::string_view RequestHead::*value;
};

constexpr Known kKnown[] = {
    {"range", &RequestHead::range},
    {"cookie", &RequestHead::cookie},
    {"if-range", &RequestHead::if_range},
    {"user-agent", &RequestHead::user_agent},
    {"content-type", &RequestHead::content_type},
    {"x-csrf-token", &RequestHead::csrf_token},
    {"if-match", &RequestHead::if_match},
    {"if-none-match", &RequestHead::if_none_match},
    {"sec-fetch-site", &RequestHead::fetch_site},
    {"accept-encoding", &RequestHead::accept_encoding},
    {"x-forwarded-for", &RequestHead::forwarded_for},
    {"if-modified-since", &RequestHead::if_modified_since},
    {"if-unmodified-since", &RequestHead::if_unmodified_since},
    {"x-forwarded-proto", &RequestHead::forwarded_proto},
};

}  // namespace

void note_field(RequestHead& head, std::string_view name, std::string_view value) {
    for (const Known& known : kKnown)
        if (name.size() == known.name.size() && ascii::equal_ignoring_case(name, known.name)) {
            // More than one member is to be ignored (RFC 9110, 13.1.3): a value that is not a date.
            const bool repeated =
                known.value == &RequestHead::if_modified_since && !(head.*known.value).empty();
            head.*known.value = repeated ? "," : value;
            head.forwarded = head.forwarded || known.value == &RequestHead::forwarded_for;
            return;
        }
    if (ascii::equal_ignoring_case(name, "forwarded") || ascii::equal_ignoring_case(name, "x-real-ip"))
        head.forwarded = true;
    else if (ascii::equal_ignoring_case(name, "sec-purpose") || ascii::equal_ignoring_case(name, "purpose"))
        head.prefetched = value.starts_with("prefetch");
}

bool is_host(std::string_view host) {
    constexpr std::size_t kMost = 255, kMostOfPort = 5;
    const bool literal = host.starts_with('[');
    const auto end = std::min(literal ? host.find(']') : host.find(':'), host.size());
    if (host.size() > kMost || (literal && end == host.size())) return false;
    const auto name = host.substr(literal ? 1 : 0, end - (literal ? 1 : 0));
    const auto port = host.substr(literal ? end + 1 : end);
    const auto all = [](std::string_view text, auto may_be) {
        return std::all_of(text.begin(), text.end(), [&](unsigned char c) { return may_be(c); });
    };
    const auto digit = [](unsigned char c) { return c >= '0' && c <= '9'; };
    if (!port.empty() && (port[0] != ':' || port.size() - 1 > kMostOfPort || !all(port.substr(1), digit)))
        return false;
    if (literal)
        return name.find(':') != name.npos &&
               all(name, [](unsigned char c) { return std::isxdigit(c) || c == ':' || c == '.'; });
    return !name.empty() &&
           all(name, [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '-' || c == '_'; });
}

}  // namespace warraq::serve
