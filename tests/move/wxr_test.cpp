#include "move/wxr.h"

#include <gtest/gtest.h>

#include "support/table.h"

namespace warraq::move {
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
}  // namespace warraq::move
