#include "base/ascii.h"

#include <gtest/gtest.h>

namespace warraq::ascii {
namespace {

TEST(Ascii, KnowsItsOwnLettersOnly) {
    EXPECT_EQ(lower("Ab-Z[É"), "ab-z[É");
    EXPECT_TRUE(equal_ignoring_case("Chunked", "cHUNKED"));
    EXPECT_FALSE(equal_ignoring_case("chunked", "chunked "));
    EXPECT_FALSE(equal_ignoring_case("[", "{"));
    EXPECT_EQ(trim_blanks(" \ta b\t "), "a b");
    EXPECT_EQ(trim_blanks(" \t"), "");
    EXPECT_TRUE(is_letter('Z') && is_letter_or_digit('9'));
    EXPECT_FALSE(is_letter('@') || is_letter('\xC3') || is_digit('a'));
}

}  // namespace
}  // namespace warraq::ascii
