#include "wordpress/wxr.h"

#include <fstream>
#include <gtest/gtest.h>

#include "support/table.h"
#include "support/temporary_folder.h"

namespace warraq::wordpress {
namespace {

std::string wrapped(const std::string& inside) {
    return "<rss><channel><title>ص</title><link>https://example.org</link><wp:wxr_version>1.2</"
           "wp:wxr_version>" +
           inside + "</channel></rss>";
}

std::vector<WxrItem> items_of(const std::string& text, const WxrLimits& limits = {}) {
    std::vector<WxrItem> items;
    WxrHandler handler;
    handler.item = [&](WxrItem&& item) -> Result<void> {
        items.push_back(std::move(item));
        return {};
    };
    auto read = read_wxr_text(text, handler, limits);
    EXPECT_TRUE(read) << read.error().message;
    return items;
}

TEST(Wxr, IsReadPieceByPiece) {
    const auto items = items_of(wrapped(
        "<item><title>أ &amp; ب</title><wp:post_id>7</wp:post_id><content:encoded>\n<![CDATA[one]]><![CDATA[ "
        "two ]] >]]>\n</content:encoded>"
        "<category domain=\"category\" nicename=\"x\"><![CDATA[س]]></category><category>old</category>"
        "<wp:postmeta><wp:meta_key>k</wp:meta_key><wp:meta_value>v</wp:meta_value></wp:postmeta>"
        "<wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_parent>2</wp:comment_parent></wp:comment></"
        "item>"));
    ASSERT_EQ(items.size(), 1u);
    EXPECT_EQ(items[0].title, "أ & ب");
    EXPECT_EQ(items[0].id, 7);
    EXPECT_EQ(items[0].content, "\none two ]] >\n");
    ASSERT_EQ(items[0].terms.size(), 1u) << "a category without a slug stands for one that has it";
    EXPECT_EQ(items[0].terms[0].name, "س");
    EXPECT_EQ(items[0].meta.at("k"), "v");
    ASSERT_EQ(items[0].comments.size(), 1u);
    EXPECT_EQ(items[0].comments[0].parent, 2);
}

TEST(Wxr, MendsBytesThatXmlDoesNotAllow) {
    const auto items = items_of(wrapped("<item><title>a\x08z \xFF\xD8 \xEF\xBF\xBF ع</title></item>"));
    ASSERT_EQ(items.size(), 1u);
    EXPECT_EQ(items[0].title, "a z \xEF\xBF\xBD\xEF\xBF\xBD \xEF\xBF\xBD ع");
}

TEST(Wxr, RefusesWhatTheTableSays) {
    for (const auto& row : testing::read_table("hostile_wxr.tsv")) {
        auto read = read_wxr_text(row.fields[0], {});
        ASSERT_FALSE(read) << "line " << row.line;
        EXPECT_NE(read.error().message.find(row.fields[1]), std::string::npos)
            << "line " << row.line << ": " << read.error().message;
    }
}

// "{3*a#}": "a1a2a3"; they may stand within each other.
std::string repeated(std::string_view pattern) {
    std::string out;
    while (!pattern.empty()) {
        const auto star = pattern.find('*');
        if (pattern[0] != '{' || star == pattern.npos) {
            out += pattern[0];
            pattern.remove_prefix(1);
            continue;
        }
        std::size_t end = star + 1;
        for (int open = 1; open > 0; ++end) open += pattern[end] == '{' ? 1 : pattern[end] == '}' ? -1 : 0;
        const std::string text = repeated(pattern.substr(star + 1, end - star - 2));
        const int times = std::stoi(std::string(pattern.substr(1, star - 1)));
        if (text.find('#') == text.npos) {
            for (int time = 0; time < times; ++time) out += text;
        } else {
            for (int time = 1; time <= times; ++time)
                for (const char c : text) c == '#' ? out += std::to_string(time) : out += c;
        }
        pattern.remove_prefix(end);
    }
    return out;
}

// Each is told as what it is, and soon: not when all of it was looked at.
TEST(Wxr, WhateverComesWithoutEndHasOne) {
    for (const auto& row : testing::read_table("hostile_wxr_limits.tsv")) {
        const std::string text = wrapped(repeated(row.fields[0]));
        auto read = read_wxr_text(text, {});
        ASSERT_FALSE(read) << "line " << row.line;
        EXPECT_NE(read.error().message.find(row.fields[1]), std::string::npos)
            << "line " << row.line << ": " << read.error().message;
    }
}

TEST(Wxr, WhatHasNoEndIsReadNoFurtherThanItMay) {
    const testing::TemporaryFolder folder;
    constexpr std::uint64_t kBytes = 64u << 20;
    for (const std::string begins : {"<!--", "<item><a b='", "<?a ", "<item><"}) {
        const auto file = folder / "x.xml";
        std::ofstream(file) << "<rss><channel><wp:wxr_version>1.2</wp:wxr_version>" << begins
                            << std::string(kBytes, 'x');
        std::uint64_t looked_at = 0;
        WxrHandler handler;
        handler.progress = [&](std::uint64_t read, std::uint64_t) { looked_at = read; };
        EXPECT_EQ(read_wxr(file, handler).error().kind, Error::Kind::Invalid) << begins;
        EXPECT_LT(looked_at, 2u << 20) << begins;
    }
}

// Whatever it holds: nothing that the handler is told of.
TEST(Wxr, IsStoppedInTheMidstOfAnElement) {
    int asked = 0;
    WxrHandler handler;
    handler.stopped = [&] { return ++asked == 5; };
    const auto stopped = read_wxr_text(wrapped("<item>" + std::string(5u << 20, ' ')), handler);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind, Error::Kind::Refused);
    EXPECT_EQ(asked, 5);
}

TEST(Wxr, CountsWhatAnItemTakes) {
    const auto items = items_of(wrapped("<item><title>" + std::string(5'000, 'x') + "</title>" +
                                        repeated("{100*<category domain='post_tag' nicename='{200*t}#'>"
                                                 "x</category>}") +
                                        "</item><item></item>"));
    ASSERT_EQ(items.size(), 2u);
    EXPECT_GT(items[0].bytes, 5'000 + 100 * 200u);
    EXPECT_LT(items[1].bytes, 2'000u) << "the next one begins anew";
}

TEST(Wxr, HasLimits) {
    std::string deep;
    for (int i = 0; i < 100; ++i) deep += "<a>";
    for (const auto& [text, says] :
         {std::pair(wrapped(deep), "nested deeper"),
          std::pair(wrapped("<item><title>" + std::string(2'000, 'x') + "</title></item>"),
                    "longer than 1000"),
          std::pair(wrapped("<item>" + std::string(5, ' ') +
                            "<wp:comment></wp:comment><wp:comment></wp:comment></item>"),
                    "more than 1 comments")}) {
        auto read = read_wxr_text(text, {}, {.text_bytes = 1'000, .comments_an_item = 1});
        ASSERT_FALSE(read);
        EXPECT_NE(read.error().message.find(says), std::string::npos) << read.error().message;
    }
}

}  // namespace
}  // namespace warraq::wordpress
