// One HTTP/1 request from bytes, by Beast's basic_parser: framing and syntax are its; what a request means is
// ours.
//
//     RequestParser parser(limits);
//     parser.parse_head(bytes)      // the whole head, up to and with its empty line
//     parser.parse_body(more)       // until parser.done()
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "serve/limits.h"
#include "serve/message.h"

namespace warraq::serve {

// Views into the bytes given to parse_head: valid until those move.
struct RequestHead {
    Method method = Method::Other;
    std::string_view target;  // origin-form, or made so from absolute-form; "*" for OPTIONS *
    int version = 11;
    bool keep_alive = true;
    bool expects_continue = false;
    bool has_body = false;
    std::uint64_t content_length = 0;  // of a body that says so beforehand; a chunked one does not
    bool forwarded = false;            // a proxy speaks for someone else
    std::string_view forwarded_for,
        forwarded_proto;      // X-Forwarded-For and -Proto, as the last proxy wrote them
    bool prefetched = false;  // for a reader who may never look at it
    std::string_view host, accept_encoding, if_none_match, if_modified_since, content_type, user_agent,
        cookie, csrf_token, fetch_site;
};

class RequestParser {
  public:
    RequestParser();
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    // Ready for the next request.
    void reset(const Limits& limits);

    // 0, or the status that the request deserves. `head` must end with its empty line.
    int parse_head(std::string_view head);
    const RequestHead& head() const;

    // From here on body() may grow to `bytes`.
    void allow_body(std::size_t bytes);
    // 0, or a status; `used` says how many bytes belonged to this request.
    int parse_body(std::string_view bytes, std::size_t& used);
    bool done() const;
    std::string& body();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace warraq::serve
