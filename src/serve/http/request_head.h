// What a request's head says, whichever HTTP brought it. Plain views.
#pragma once

#include <cstdint>
#include <string_view>

#include "serve/http/message.h"

namespace warraq::serve {

// Views into the bytes that were parsed: valid until those move.
struct RequestHead {
    Method method = Method::Other;
    std::string_view target;   // origin-form, or made so from absolute-form; "*" for OPTIONS *
    int version = 11;          // 10, 11 or 20
    bool names_https = false;  // its target is a whole "https://…" address
    bool keep_alive = true;
    bool expects_continue = false;
    bool has_body = false;
    std::uint64_t content_length = 0;  // of a body that says so beforehand
    bool forwarded = false;            // a proxy speaks for someone else
    std::string_view forwarded_for,
        forwarded_proto;      // X-Forwarded-For and -Proto, as the last proxy wrote them
    bool prefetched = false;  // for a reader who may never look at it
    std::string_view host, accept_encoding, if_none_match, if_modified_since, content_type, user_agent,
        cookie, csrf_token, fetch_site, range, if_range, if_match, if_unmodified_since;
};

// Takes what a field says about the request into `head`; names in any case. Fields that frame the message
// (Content-Length, Transfer-Encoding, Host, Expect) are each protocol's own and not looked at here.
void note_field(RequestHead& head, std::string_view name, std::string_view value);

// name[:port] or [IPv6 address][:port]; no characters that would need escaping in a header or a page.
bool is_host(std::string_view host);

}  // namespace warraq::serve
