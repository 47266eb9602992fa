#include "serve/http/range.h"

#include <gtest/gtest.h>

#include "serve/http/request_response.h"
#include "support/table.h"

namespace warraq::serve {
namespace {

std::string told(const Range& range) {
    if (range.kind == Range::Kind::Whole) return "whole";
    if (range.kind == Range::Kind::Unsatisfiable) return "416";
    return std::to_string(range.first) + "+" + std::to_string(range.size);
}

TEST(Range, ReadsAsTheTableSays) {
    for (const auto& row : testing::read_table("ranges.tsv"))
        EXPECT_EQ(told(read_range(row.fields[0], std::stoull(row.fields[1]))), row.fields[2])
            << "line " << row.line;
}

class RangeOfPageTest : public ::testing::Test {
  protected:
    RangeOfPageTest() {
        Reply reply;
        reply.type = "video/mp4";
        reply.body = "0123456789";
        reply.cache_control = "public";
        reply.etag = "film";
        reply.last_modified = from_unix(1'000'000);
        reply.ranges = true;
        page = encode_response(reply, Encoding::Identity, Effort::Page, "X-Security: yes\r\n");
        head.method = Method::Get;
        head.range = "bytes=2-4";
    }

    Page page;
    RequestHead head;
};

TEST_F(RangeOfPageTest, APartIsToldAsOne) {
    const Answer answer(*page, head);
    EXPECT_EQ(answer.status(), 206);
    EXPECT_EQ(answer.body(), "234");
    const std::string text(answer.head());
    EXPECT_TRUE(text.starts_with("HTTP/1.1 206 Partial Content\r\n")) << text;
    for (const char* field :
         {"Content-Length: 3\r\n", "Content-Range: bytes 2-4/10\r\n", "ETag: \"film\"\r\n",
          "X-Security: yes\r\n", "Content-Type: video/mp4\r\n", "Accept-Ranges: bytes\r\n"})
        EXPECT_NE(text.find(field), text.npos) << field << text;
    EXPECT_EQ(text.find("Content-Length: 10"), text.npos);
}

TEST_F(RangeOfPageTest, WhatCannotBeGivenIsToldWithTheSize) {
    head.range = "bytes=10-";
    const Answer answer(*page, head);
    EXPECT_EQ(answer.status(), 416);
    EXPECT_EQ(answer.size(), 0u);
    EXPECT_NE(answer.head().find("Content-Range: bytes */10\r\n"), std::string_view::npos);
    EXPECT_NE(answer.head().find("Content-Length: 0\r\n"), std::string_view::npos);
    head.range = "bytes=0-1,3-4";
    EXPECT_EQ(Answer(*page, head).status(), 200) << "several at once: the whole";
}

TEST_F(RangeOfPageTest, AnotherVersionIsSentWhole) {
    const auto status = [&](std::string_view if_range) {
        head.if_range = if_range;
        return Answer(*page, head).status();
    };
    EXPECT_EQ(status("\"film\""), 206);
    EXPECT_EQ(status("\"other\""), 200);
    EXPECT_EQ(status("W/\"film\""), 200) << "a weak tag promises no bytes";
    EXPECT_EQ(status(to_http_date(from_unix(1'000'000))), 206);
    EXPECT_EQ(status(to_http_date(from_unix(2'000'000))), 200);
    EXPECT_EQ(status("rubbish"), 200);
}

TEST_F(RangeOfPageTest, HeadIsOfTheWholeAndUnchangedComesFirst) {
    head.method = Method::Head;
    EXPECT_EQ(Answer(*page, head).status(), 200);
    head.method = Method::Get;
    head.if_none_match = "\"film\"";
    EXPECT_EQ(Answer(*page, head).status(), 304);
}

}  // namespace
}  // namespace warraq::serve
