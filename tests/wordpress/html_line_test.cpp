#include "wordpress/html_line.h"

#include <gtest/gtest.h>

namespace warraq::wordpress {
namespace {

std::string words(const std::vector<story::Node>& runs) {
    std::string out;
    for (const story::Node& run : runs) out += (out.empty() ? "" : "|") + run.text;
    return out;
}

TEST(HtmlLine, CollapsesWhiteSpace) {
    HtmlLine line;
    line.write("  أ \n\t ب", false);
    line.write("  ج  ", false);
    EXPECT_EQ(words(line.take()), "أ ب ج");
    EXPECT_TRUE(line.empty());
    line.write("أ  ب", true);
    EXPECT_EQ(words(line.take()), "أ \xC2\xA0ب") << "as it was typed";
    line.write(" \xC2\xA0 ", false);
    EXPECT_EQ(words(line.take()), "") << "no words";
}

TEST(HtmlLine, JoinsRunsOfTheSameMarks) {
    HtmlLine line;
    line.write("أ", false);
    ASSERT_TRUE(line.set_mark({story::MarkKind::Link, "/x"}));
    EXPECT_FALSE(line.set_mark({story::MarkKind::Link, "/y"})) << "a link in a link";
    line.write("ب", false);
    line.write("ج", false);
    EXPECT_TRUE(line.ends_in_link());
    line.end_mark();
    line.write("د", false);
    EXPECT_EQ(words(line.take()), "أ|بج|د");
}

TEST(HtmlLine, HoldsAnotherWithinIt) {
    HtmlLine line;
    line.write("أ", false);
    auto outer = line.set_aside();
    line.write("ب", false);
    EXPECT_EQ(words(line.take()), "ب");
    line.restore(std::move(outer));
    EXPECT_EQ(words(line.take()), "أ");
}

}  // namespace
}  // namespace warraq::wordpress
