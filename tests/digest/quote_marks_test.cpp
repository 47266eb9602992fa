#include "digest/quote_marks.h"

#include <gtest/gtest.h>

namespace warraq::digest {
namespace {

TEST(QuoteMarks, Balance) {
    for (const char* whole : {"", "أ", "«أ» (ب) \"ج\" “د”", "«أ «ب»»"}) EXPECT_TRUE(balanced(whole)) << whole;
    for (const char* open : {"«أ", "أ)", "\"أ", "“أ", "«أ”"}) EXPECT_FALSE(balanced(open)) << open;
}

TEST(QuoteMarks, LackOneAtMost) {
    EXPECT_STREQ(closing_for("قال «أ"), "»");
    EXPECT_STREQ(closing_for("قال \"أ"), "\"");
    EXPECT_EQ(closing_for("قال «أ»"), nullptr);
    EXPECT_EQ(closing_for("قال «أ “ب"), nullptr) << "two";
}

TEST(QuoteMarks, CloseRightAfterASlice) {
    const std::string_view text = "قال «أ ب.» ثم";
    const auto slice = text.substr(0, text.find('.'));
    EXPECT_EQ(with_closing(text, slice), text.substr(0, text.find(" ثم")));
    EXPECT_EQ(with_closing(text, text.substr(0, 6)), text.substr(0, 6));
    EXPECT_EQ(with_closing(text, text), text);
}

}  // namespace
}  // namespace warraq::digest
