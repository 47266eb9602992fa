#include "wordpress/html_tree.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/large_text.h"
#include "wordpress/html_text.h"

namespace warraq::wordpress {
namespace {

TEST(HtmlTree, KeepsItsWordsBeyondAllMeasure) {
    std::string deep, wide = "نص";
    for (int i = 0; i < 100'000; ++i) deep += "<div>";
    deep += "في القاع";
    for (int i = 0; i < 390; ++i) wide += fmt::format("<b class=\"{}\">", i);
    for (int i = 0; i < 50'000; ++i) wide += "<p>x";
    EXPECT_EQ(text_from_html(deep), "في القاع");
    EXPECT_TRUE(text_from_html(wide).starts_with("نص"));
}

// Tags that close nothing, or stand where they are none, make what follows no less deep.
TEST(HtmlTree, IsNotMisledByTagsThatCloseNothing) {
    for (const char* part :
         {"<q></b>", "<b></i>", "<dd><dl></b>", "<div></span>", "<div><!--</div>-->", "<div a='</div>'>",
          "<div><select></div></select>", "<div><svg></div></svg>", "<div><textarea></div></textarea>",
          "<span><div></span>", "<x></y>", "<ul><li></ol>", "<div></ div>", "<div><!></div>"}) {
        const std::string html = testing::repeated(part) + "في القاع";
        const std::string text = text_from_html(html);
        EXPECT_NE(text.find("القاع"), text.npos) << part;
    }
    std::string attributes = "<p ";
    for (int i = 0; i < 150'000; ++i) attributes += fmt::format(" a{}=b", i);
    EXPECT_EQ(text_from_html(attributes + ">نص"), "نص");
    EXPECT_EQ(text_from_html(attributes), "") << "one that never ends";
}

TEST(HtmlTree, IsNoneOfWhatIsNestedBeyondMeasure) {
    EXPECT_TRUE(parse_html("<div>نص</div>"));
    EXPECT_FALSE(parse_html(testing::repeated("<div>")));
    EXPECT_EQ(without_tags("أ<b>ب</b>ج<i"), "أ ب ج");
}

}  // namespace
}  // namespace warraq::wordpress
