#include "search/vocabulary.h"

#include <gtest/gtest.h>

namespace warraq::search {
namespace {

const Vocabulary& words() {
    static const Vocabulary kWords({{"الانتخابات", 90},
                                    {"الإنتخابات", 10},
                                    {"انتخابات", 60},
                                    {"خاشقجي", 40},
                                    {"مورينيو", 9},
                                    {"رونالدو", 70},
                                    {"كتاب", 30},
                                    {"كباب", 5},
                                    {"Facebook", 12},
                                    {"نادرة", 1}});
    return kWords;
}

std::string nearest(std::string_view word, std::size_t most = 2) {
    const auto found = words().nearest(word, most);
    return found ? found->word : "";
}

TEST(Vocabulary, FindsTheWordThatWasMeant) {
    EXPECT_EQ(nearest("الانتخبات"), "الانتخابات");   // a letter left out
    EXPECT_EQ(nearest("الاتنخابات"), "الانتخابات");  // neighbours exchanged
    EXPECT_EQ(nearest("خاشقخي"), "خاشقجي");
    EXPECT_EQ(nearest("مورنيو"), "مورينيو");
    EXPECT_EQ(nearest("facbook"), "Facebook");
    EXPECT_EQ(nearest("رونالدوو"), "رونالدو");
}

TEST(Vocabulary, LeavesKnownAndFarWordsAlone) {
    EXPECT_EQ(nearest("الأنتخابات"), "") << "another spelling of a known word";
    EXPECT_EQ(nearest("كتاب"), "");
    EXPECT_EQ(nearest("بطاطا"), "");
    EXPECT_EQ(nearest("كم"), "");
    EXPECT_EQ(nearest("كاتب"), "كتاب");
    EXPECT_EQ(nearest("مكاتيب"), "") << "two slips are too many for a short word";
    EXPECT_EQ(nearest("نادررة"), "") << "a word met once may be a slip itself";
    EXPECT_EQ(nearest("الاتنخبات", 1), "");
    EXPECT_EQ(nearest(""), "");
    EXPECT_EQ(nearest(std::string(500, 'x')), "");
    EXPECT_EQ(nearest("\xff\xfe\xfd"), "");
}

TEST(Vocabulary, ShowsTheCommonestSpellingAndCountsAll) {
    const auto found = words().nearest("الانتخبات");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->stories, 100u);
}

TEST(Vocabulary, CompletesTheCommonestFirst) {
    EXPECT_EQ(words().completions("ك", 5), (std::vector<std::string>{"كتاب", "كباب"}));
    EXPECT_EQ(words().completions("إنتخا", 5), (std::vector<std::string>{"الانتخابات", "انتخابات"}));
    EXPECT_EQ(words().completions("face", 5), (std::vector<std::string>{"Facebook"}));
    EXPECT_TRUE(words().completions("ظ", 5).empty());
    EXPECT_TRUE(words().completions("", 5).empty());
}

}  // namespace
}  // namespace warraq::search
