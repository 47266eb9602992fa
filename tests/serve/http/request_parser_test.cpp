#include "serve/http/request_parser.h"

#include <gtest/gtest.h>

namespace warraq::serve {
namespace {

// Feeds the parser as a connection does: `step` bytes more each time, after those that were not used yet.
std::string body_of(const std::string& bytes, std::size_t step) {
    const Limits limits;
    const auto end = bytes.find("\r\n\r\n") + 4;
    RequestParser parser;
    parser.reset(limits);
    const std::string head = bytes.substr(0, end);
    if (const int status = parser.parse_head(head)) return std::to_string(status);
    parser.allow_body(limits.body_bytes);
    std::string unread;
    for (std::size_t at = end; at < bytes.size() && !parser.done(); at += step) {
        unread += bytes.substr(at, step);
        std::size_t used = 0;
        if (const int status = parser.parse_body(unread, used)) return std::to_string(status);
        unread.erase(0, used);
    }
    return parser.done() ? "complete: " + parser.body() : "incomplete";
}

TEST(RequestParser, AcceptsBodiesInPiecesOfAnySize) {
    const std::string head = "POST / HTTP/1.1\r\nHost: a\r\n";
    const std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
    const struct {
        std::string bytes, body;
    } rows[] = {
        {head + "Content-Length: 3\r\n\r\nabc", "complete: abc"},
        {chunked + "0\r\n\r\n", "complete: "},
        {chunked + "1\r\na\r\n0\r\n\r\n", "complete: a"},
        {chunked + "3\r\nabc\r\n2;x=y\r\nde\r\n000\r\nX: y\r\n\r\n", "complete: abcde"},
        {chunked + "0;x\r\n\r\n", "complete: "},
        {chunked + "0\r\n\r", "incomplete"},
        {chunked + "4\r\nabc\r\n0\r\n\r\n", "400"},
        {chunked + "1\r\nab\r\n0\r\n\r\n", "400"},
    };
    for (const auto& row : rows)
        for (std::size_t step = 1; step < 20; ++step)
            EXPECT_EQ(body_of(row.bytes, step), row.body) << step << " at a time:\n" << row.bytes;
}

}  // namespace
}  // namespace warraq::serve
