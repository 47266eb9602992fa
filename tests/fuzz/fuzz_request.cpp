// One HTTP request as bytes: head, then body in two pieces.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "serve/http/message.h"
#include "serve/http/request_parser.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace warraq::serve;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto end = bytes.find("\r\n\r\n");
    if (end == bytes.npos) return 0;
    RequestParser parser;
    parser.reset(Limits{});
    if (parser.parse_head(bytes.substr(0, end + 4)) != 0) return 0;
    std::string path;
    const std::string_view target = parser.head().target;
    const auto question = std::min(target.find('?'), target.size());
    (void)decode_path(target.substr(0, question), path);
    (void)parse_form(target.substr(question));
    Request request;
    request.cookie = parser.head().cookie;
    const auto cookie = request.cookie_named("warraq");
    if (cookie.find(';') != cookie.npos) std::abort();
    constexpr std::size_t kMostBody = 256;
    parser.allow_body(kMostBody);
    auto rest = bytes.substr(end + 4);
    for (const std::size_t cut : {rest.size() / 2, rest.size()}) {
        if (parser.done() || cut > rest.size()) break;
        std::size_t used = 0;
        if (parser.parse_body(rest.substr(0, cut), used) != 0) return 0;
        if (used > cut || parser.body().size() > kMostBody) std::abort();
        rest.remove_prefix(used);
    }
    (void)parse_form(parser.body());
    return 0;
}
