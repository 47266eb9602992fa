#include "serve/request_head.h"

#include <algorithm>
#include <cctype>

namespace warraq::serve {
namespace {

bool same_name(std::string_view a, std::string_view lower) {
    return std::equal(a.begin(), a.end(), lower.begin(), lower.end(), [](char left, char right) {
        return (left >= 'A' && left <= 'Z' ? static_cast<char>(left + 32) : left) == right;
    });
}

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
    {"if-none-match", &RequestHead::if_none_match},
    {"sec-fetch-site", &RequestHead::fetch_site},
    {"accept-encoding", &RequestHead::accept_encoding},
    {"x-forwarded-for", &RequestHead::forwarded_for},
    {"if-modified-since", &RequestHead::if_modified_since},
    {"x-forwarded-proto", &RequestHead::forwarded_proto},
};

}  // namespace

void note_field(RequestHead& head, std::string_view name, std::string_view value) {
    for (const Known& known : kKnown)
        if (name.size() == known.name.size() && same_name(name, known.name)) {
            head.*known.value = value;
            head.forwarded = head.forwarded || known.value == &RequestHead::forwarded_for;
            return;
        }
    if (same_name(name, "forwarded") || same_name(name, "x-real-ip"))
        head.forwarded = true;
    else if (same_name(name, "sec-purpose") || same_name(name, "purpose"))
        head.prefetched = value.starts_with("prefetch");
}

bool is_host(std::string_view host) {
    return host.size() <= 255 && std::all_of(host.begin(), host.end(), [](unsigned char c) {
               return std::isalnum(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
           });
}

}  // namespace warraq::serve
