#include "arabic/words.h"

#include <gtest/gtest.h>
#include <string>

namespace warraq::arabic {
namespace {

std::vector<std::string> found(std::string_view text) {
    std::vector<std::string> out;
    for (const auto word : words(text)) out.emplace_back(word);
    return out;
}
using Words = std::vector<std::string>;

TEST(Words, AreRunsOfLettersMarksAndDigits) {
    EXPECT_EQ(found("والوزراء، للرئيس بالمدينة (CNN)"), (Words{"والوزراء", "للرئيس", "بالمدينة", "CNN"}));
    EXPECT_EQ(found("العُمانيّة ســلام"), (Words{"العُمانيّة", "ســلام"}));
    EXPECT_EQ(found("#التحالف_العربي"), (Words{"التحالف", "العربي"}));
    EXPECT_EQ(found("«نص»نص"), (Words{"نص", "نص"}));
}

TEST(Words, KeepWhatBelongsTogether) {
    EXPECT_EQ(found("بلغت 3.9 و1,200 و٣٫٥"), (Words{"بلغت", "3.9", "و1,200", "و٣٫٥"}));
    EXPECT_EQ(found("example.com O'Brien."), (Words{"example.com", "O'Brien"}));
    EXPECT_EQ(found("نقلت د.ب.أ عنه."), (Words{"نقلت", "د.ب.أ", "عنه"}));
    EXPECT_EQ(found("نص.نص 5."), (Words{"نص", "نص", "5"}));
}

TEST(Words, SurviveBrokenBytes) {
    EXPECT_TRUE(found("\xff\xfe").empty());
    EXPECT_TRUE(found("").empty());
    EXPECT_EQ(found("أ\xffب"), (Words{"أ", "ب"}));
}

TEST(Words, KnowWhichSayNothing) {
    EXPECT_TRUE(is_stop_word("إلى"));
    EXPECT_TRUE(is_stop_word("الى"));
    EXPECT_TRUE(is_stop_word("وقد"));
    EXPECT_FALSE(is_stop_word("وزير"));
    EXPECT_FALSE(is_stop_word("CNN"));
}

}  // namespace
}  // namespace warraq::arabic
