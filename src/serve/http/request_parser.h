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

#include "serve/http/request_head.h"
#include "serve/limits/limits.h"

namespace warraq::serve {

class RequestParser {
  public:
    RequestParser();
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    // Ready for the next request.
    void reset(const Limits& limits);

    // 0, or the status that the request deserves. `head` must end with its empty line; head() looks into it.
    int parse_head(std::string_view head);
    const RequestHead& head() const;

    // From here on body_size() may grow to `bytes`.
    void allow_body(std::size_t bytes);
    // 0, or a status; `used` says how many bytes belonged to this request.
    int parse_body(std::string_view bytes, std::size_t& used);
    bool done() const;
    std::string& body();            // what of it was not taken from here
    std::size_t body_size() const;  // all that came of it

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace warraq::serve
