#include <gtest/gtest.h>

#include "arabic/fold.h"
#include "arabic/sentences.h"
#include "arabic/words.h"
#include "support/table.h"

namespace warraq::arabic {
namespace {

TEST(Fold, BringsSpellingsTogether) {
    EXPECT_EQ(fold("إسرائيل"), fold("اسراييل"));
    EXPECT_EQ(fold("العُمانيّة"), "العمانيه");
    EXPECT_EQ(fold("ســلام"), "سلام");
    EXPECT_EQ(fold("مستشفى"), fold("مستشفي"));
    EXPECT_EQ(fold("۱۹٤٨ CNN"), "1948 cnn");
    EXPECT_EQ(fold("\u200fخبر\u200b"), "خبر");
}

TEST(Words, DropTheArticleAndItsProclitics) {
    const auto found = words("والوزراء، للرئيس بالمدينة (CNN) ولاية");
    ASSERT_EQ(found.size(), 5u);
    EXPECT_EQ(found[0].text, "والوزراء");
    EXPECT_EQ(found[0].key, "وزراء");
    EXPECT_EQ(found[1].key, "رييس");
    EXPECT_EQ(found[2].key, "مدينه");
    EXPECT_EQ(found[3].key, "cnn");
    EXPECT_EQ(found[4].key, "ولايه");
}

TEST(Words, SurviveBrokenBytes) {
    EXPECT_EQ(words("\xff\xfe").size(), 0u);
    EXPECT_EQ(words("").size(), 0u);
}

TEST(Sentences, SplitAsTheTableSays) {
    for (const auto& row : testing::read_table("sentences.tsv")) {
        std::vector<std::string> found;
        for (const auto sentence : sentences(row.fields[0])) found.emplace_back(sentence);
        EXPECT_EQ(found, std::vector<std::string>(row.fields.begin() + 1, row.fields.end()))
            << "line " << row.line;
    }
}

}  // namespace
}  // namespace warraq::arabic
