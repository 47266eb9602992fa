#include "base/markup.h"

#include <gtest/gtest.h>

namespace warraq {
namespace {

TEST(Markup, IsEscapedAsFarAsItsPlaceNeeds) {
    const std::string_view text = "<a href=\"x\">'أ' & ب</a>";
    EXPECT_EQ(escaped(text), "&lt;a href=&quot;x&quot;&gt;&#39;أ&#39; &amp; ب&lt;/a&gt;");
    EXPECT_EQ(escaped(text, kMarkupQuoted), "&lt;a href=&quot;x&quot;&gt;'أ' &amp; ب&lt;/a&gt;");
    EXPECT_EQ(escaped(text, kMarkupText), "&lt;a href=\"x\"&gt;'أ' &amp; ب&lt;/a&gt;");
    EXPECT_EQ(escaped("\"&lt;\"", "<>\""), "&quot;&lt;&quot;") << "entities that stand in it stay";
    EXPECT_EQ(escaped(""), "");
}

TEST(Markup, HasNoCharacterThatXmlForbids) {
    EXPECT_EQ(allowed_in_xml("a\x01"
                             "b\r\n\tc\xEF\xBF\xBE\xEF\xBF\xBF d"),
              "ab\n\tc d");
    EXPECT_EQ(allowed_in_xml("a\x01"
                             "b\r",
                             " "),
              "a b ");
}

}  // namespace
}  // namespace warraq
