#include "base/utf8.h"

#include <gtest/gtest.h>

#include "base/json_text.h"

namespace warraq {
namespace {

TEST(Utf8, KnowsValidFromBroken) {
    EXPECT_TRUE(utf8::valid("خبر 123 €"));
    for (const char* bad : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xe2\x82", "\xf5\x80\x80\x80", "ab\x80"})
        EXPECT_FALSE(utf8::valid(bad));
}

TEST(Utf8, CutsBetweenLetters) {
    EXPECT_EQ(utf8::prefix("خبر", 3), "خ");
    EXPECT_EQ(utf8::prefix("خبر", 99), "خبر");
    EXPECT_EQ(utf8::length("خبر"), 3u);
    EXPECT_EQ(utf8::length("\xff\xfe"), 2u);
}

TEST(Utf8, TrimsEverySpace) {
    EXPECT_EQ(utf8::trim(" \u00a0\u200b خبر عاجل \n\u3000"), "خبر عاجل");
    EXPECT_EQ(utf8::trim(" \u00a0 "), "");
    EXPECT_EQ(utf8::trim("\xff خ"), "\xff خ");
}

TEST(JsonText, EscapesWhatJsonForbids) {
    std::string out;
    append_json_string(out, std::string_view("«خ»\"\\\n\x01\0", 11));
    EXPECT_EQ(out, "\"«خ»\\\"\\\\\\n\\u0001\\u0000\"");
}

}  // namespace
}  // namespace warraq
