#include "arabic/terms.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "arabic/joined_names.h"
#include "arabic/lexicon.h"
#include "arabic/name_key.h"
#include "arabic/words.h"
#include "support/table.h"

namespace warraq::arabic {
namespace {

bool meet(const std::string& a, const std::string& b) {
    const auto of_a = terms(a), of_b = terms(b);
    return std::any_of(of_a.begin(), of_a.end(), [&](const auto& term) {
        return std::find(of_b.begin(), of_b.end(), term) != of_b.end();
    });
}

// The table holds pairs that a reader expects and pairs he does not, some of which no rule of ours gets right
// yet: the shares are what is promised (docs/arabic.md).
TEST(Terms, JoinWhatReadersExpect) {
    int wanted = 0, joined = 0, unwanted = 0, mistaken = 0;
    std::string missed;
    for (const auto& row : testing::read_table("terms.tsv")) {
        const bool match = meet(row.fields[0], row.fields[1]);
        if (row.fields[2] == "1") {
            ++wanted;
            joined += match;
        } else {
            ++unwanted;
            mistaken += match;
        }
        if (match != (row.fields[2] == "1")) missed += row.fields[0] + "/" + row.fields[1] + " ";
    }
    EXPECT_GE(wanted, 150);
    EXPECT_GE(joined * 100, wanted * 97) << missed;
    EXPECT_LE(mistaken * 100, unwanted * 3) << missed;
}

TEST(Terms, KeepTheLettersOfWordsThatHostNothing) {
    EXPECT_EQ(terms("ولاية"), terms("الولاية"));
    EXPECT_EQ(terms("البحرين"), (std::vector<std::string>{"البحرين"}));
    EXPECT_EQ(terms("للبحرين"), (std::vector<std::string>{"البحرين"}));
    EXPECT_EQ(terms("وبالبحرين"), (std::vector<std::string>{"البحرين"}));
    EXPECT_EQ(terms("بحرينية"), (std::vector<std::string>{"البحرين"}));
}

TEST(Terms, OfOtherScriptsAndDigitsAreFolded) {
    EXPECT_EQ(terms("CNN"), (std::vector<std::string>{"cnn"}));
    EXPECT_EQ(terms("۱۹۴۸"), (std::vector<std::string>{"1948"}));
    EXPECT_EQ(terms("3.9"), (std::vector<std::string>{"3.9"}));
    EXPECT_TRUE(terms("").empty());
}

TEST(Terms, ForeignNamesMeetBySound) {
    EXPECT_TRUE(meet("شوارزنيجر", "شوارزنيغر"));
    EXPECT_TRUE(meet("زوكنبرغ", "زوكنبيرج"));
    EXPECT_FALSE(meet("كامبريدج", "كمبردجشاير"));
}

TEST(Terms, KeysAndTextsAgree) {
    for (const char* word : {"وبالمدن", "اسرائيل", "رئيسه", "كتب", "غوتيريش"}) {
        const TermKeys keys = term_keys(word);
        ASSERT_EQ(keys.count, terms(word).size()) << word;
        EXPECT_EQ(main_term(word), keys.keys[0]);
    }
}

TEST(Terms, SurviveAnything) {
    EXPECT_FALSE(terms("اااااااااااااااااااااااااااااااااااا").empty());
    EXPECT_FALSE(terms("و").empty());
    EXPECT_FALSE(terms("ال").empty());
    EXPECT_FALSE(terms("\xff").empty());
    EXPECT_FALSE(terms(std::string(10'000, 'a')).empty());
}

TEST(Lexicon, KnowsPluralsAndVerbs) {
    const Stem* plural = find_stem(K(U"مدن"));
    ASSERT_NE(plural, nullptr);
    ASSERT_FALSE(noun_lemmas(*plural).empty());
    EXPECT_EQ(text_of(noun_lemmas(*plural)[0]), "مدينه");
    const Stem* verb = find_stem(K(U"يكتب"));
    ASSERT_NE(verb, nullptr);
    EXPECT_TRUE(verb->kinds & kVerb);
    EXPECT_EQ(find_stem(K(U"خخخخخخ")), nullptr);
    EXPECT_EQ(find_stem(0), nullptr);
}

TEST(Letters, PackAWordIntoAKey) {
    EXPECT_EQ(key_of("شؤون"), key_of("شئون"));
    EXPECT_EQ(key_of("إعلام"), key_of("أعلام"));
    EXPECT_EQ(text_of(key_of("مدينة")), "مدينه");
    EXPECT_EQ(key_of("CNN"), 0u);
    EXPECT_EQ(key_of("كلمةطويلةجداجدا"), 0u);
    EXPECT_TRUE(letters_of("مدينة").ends_in_teh);
    EXPECT_EQ(letters_of("الإعلام").alef_below, 2);
    EXPECT_EQ(K(U"مسؤول"), key_of("مسئول"));
}

TEST(JoinedNames, AreTwoWords) {
    for (const auto& row : testing::read_table("joined_names.tsv")) {
        std::string parts;
        for_each_name_part(row.fields[0], [&](std::string_view word) {
            parts += (parts.empty() ? "" : " ") + std::string(word);
        });
        EXPECT_EQ(parts, row.fields[1]) << "line " << row.line;
    }
}

TEST(NameKey, IsOneForAllSpellings) {
    EXPECT_EQ(name_key("دونالد ترامب"), name_key("دونالد ترمب"));
    EXPECT_EQ(name_key("الولايات المتحدة"), name_key("الولايات المتّحدة"));
    EXPECT_EQ(name_key("غوتيريش"), name_key("جوتيريش"));
    EXPECT_EQ(name_key("إسرائيل"), name_key("اسرائيل"));
    EXPECT_NE(name_key("بيت لحم"), name_key("لحم بيت"));
    EXPECT_NE(name_key("روسيا"), name_key("سوريا"));
    EXPECT_EQ(name_key("عبدالفتاح السيسي"), name_key("عبد الفتاح السيسي"));
    EXPECT_EQ(name_key("حسن نصرالله"), name_key("حسن نصر الله"));
    EXPECT_EQ(name_key("…"), "");
}

}  // namespace
}  // namespace warraq::arabic
