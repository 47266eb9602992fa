#include "arabic/fold.h"

#include <gtest/gtest.h>

namespace warraq::arabic {
namespace {

TEST(Fold, BringsSpellingsTogether) {
    EXPECT_EQ(fold("إسرائيل"), fold("اسراييل"));
    EXPECT_EQ(fold("العُمانيّة"), "العمانيه");
    EXPECT_EQ(fold("ســلام"), "سلام");
    EXPECT_EQ(fold("مستشفى"), fold("مستشفي"));
    EXPECT_EQ(fold("۱۹٤٨ CNN"), "1948 cnn");
    EXPECT_EQ(fold("\u200fخبر\u200b"), "خبر");
    EXPECT_EQ(fold("ﻻ ﷲ"), "لا الله");
    EXPECT_EQ(fold("کیف"), "كيف");
}

TEST(Fold, ForDisplayKeepsTheLetters) {
    EXPECT_EQ(fold("العُمانيّة", Folding::Display), "العمانية");
    EXPECT_EQ(fold("إسرائيل", Folding::Display), "إسرائيل");
    EXPECT_EQ(fold("ســلام", Folding::Display), "سلام");
    EXPECT_EQ(fold("m² ﷺ", Folding::Display), "m² ﷺ");
}

TEST(Fold, KnowsTheWayBack) {
    const std::string text = "في سلطنة العُمانيّة اليوم";
    const FoldedText folded = fold_with_offsets(text);
    ASSERT_EQ(folded.text, fold(text));
    const auto at = folded.text.find("العمانيه");
    const auto [begin, end] = folded.source(at, at + std::string("العمانيه").size());
    EXPECT_EQ(text.substr(begin, end - begin), "العُمانيّة");
    const auto [none, same] = folded.source(at, at);
    EXPECT_EQ(none, same);
}

TEST(Fold, SurvivesBrokenBytes) {
    EXPECT_EQ(fold("\xff"), "\uFFFD");
    EXPECT_EQ(fold_with_offsets("").offsets.size(), 1u);
}

}  // namespace
}  // namespace warraq::arabic
