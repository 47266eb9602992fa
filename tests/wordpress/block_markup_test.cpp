#include "wordpress/block_markup.h"

#include <gtest/gtest.h>

#include "wordpress/html_body.h"
#include "wordpress/wxr_markup.h"

namespace warraq::wordpress {
namespace {

std::string markup(std::string_view html) {
    auto body = story::Body::from_nodes(blocks_from_html(html));
    EXPECT_TRUE(body);
    return block_markup(*body, "https://example.org");
}

TEST(BlockMarkup, IsWhatTheBlockEditorWrites) {
    EXPECT_EQ(markup("<p>أ <b>ب</b> &amp; <a href=\"/x y\">ج</a></p><h3>عنوان</h3>"),
              "<!-- wp:paragraph -->\n<p>أ <strong>ب</strong> &amp; <a "
              "href=\"https://example.org/x%20y\">ج</a></p>\n<!-- /wp:paragraph -->\n\n"
              "<!-- wp:heading {\"level\":3} -->\n<h3>عنوان</h3>\n<!-- /wp:heading -->\n\n");
    EXPECT_EQ(markup("<ol><li>أ<ul><li>ب</li></ul></li></ol>"),
              "<!-- wp:list {\"ordered\":true} -->\n<ol><li>أ<ul><li>ب</li></ul></li></ol>\n<!-- /wp:list "
              "-->\n\n");
}

TEST(WxrMarkup, HoldsWhateverATextHolds) {
    EXPECT_EQ(cdata("a]]>b"), "<![CDATA[a]]]]><![CDATA[>b]]>");
    EXPECT_EQ(cdata("a\x01"
                    "b"),
              "<![CDATA[a b]]>");
    EXPECT_EQ(xml_escaped("<'\"&\x02>"), "&lt;'&quot;&amp; &gt;");
    EXPECT_EQ(element("wp:term_id", "3"), "<wp:term_id>3</wp:term_id>\n");
}

}  // namespace
}  // namespace warraq::wordpress
