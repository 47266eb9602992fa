#include "arabic/typography.h"

#include <gtest/gtest.h>

#include "support/table.h"

namespace warraq::arabic {
namespace {

TEST(Typography, TidiesAsTheTableSaysAndOnlyOnce) {
    for (const auto& row : testing::read_table("typography.tsv")) {
        const std::string tidied = applied(row.fields[0], tidy(row.fields[0]));
        EXPECT_EQ(tidied, row.fields[1]) << "line " << row.line;
        EXPECT_TRUE(tidy(tidied).empty()) << "line " << row.line;
    }
}

TEST(Typography, FollowsTheSitesChoices) {
    EXPECT_EQ(applied("قال \"نعم\"", tidy("قال \"نعم\"", {.quotes = Quotes::Curly})), "قال “نعم”");
    EXPECT_TRUE(tidy("قال \"نعم\"", {.quotes = Quotes::AsWritten}).empty());
    EXPECT_TRUE(tidy("وصل 20 رجلا", {.no_break_spaces = false}).empty());
}

TEST(Typography, EditsAreInOrderAndApart) {
    const std::string text = "قال  \"نعم\" , ثم  مضى ...";
    std::size_t last = 0;
    for (const Edit& edit : tidy(text)) {
        EXPECT_GE(edit.begin, last);
        EXPECT_LE(edit.begin, edit.end);
        last = edit.end;
    }
    EXPECT_LE(last, text.size());
}

}  // namespace
}  // namespace warraq::arabic
