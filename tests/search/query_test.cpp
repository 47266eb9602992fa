#include "search/query.h"

#include <gtest/gtest.h>

#include "support/table.h"

namespace warraq::search {
namespace {

std::string shown(const Query& query) {
    std::string out;
    for (const QueryPart& part : query.parts) {
        if (!out.empty()) out += ' ';
        if (part.excluded) out += '-';
        std::string words;
        for (const QueryWord& word : part.words) words += (words.empty() ? "" : " ") + word.text;
        out += part.words.size() > 1 ? "[" + words + "]" : words;
    }
    return out;
}

TEST(Query, IsUnderstoodAsTheTableSays) {
    for (const auto& row : testing::read_table("queries.tsv"))
        EXPECT_EQ(shown(parse_query(row.fields[0])), row.fields[1]) << "line " << row.line;
}

TEST(Query, KeepsWhereItsWordsStand) {
    const Query query = parse_query("  «كأس الخليج» عُمان");
    for (const QueryWord* word : query.wanted())
        EXPECT_EQ(query.text.substr(word->begin, word->text.size()), word->text);
}

TEST(Query, HasLimits) {
    std::string many;
    for (int i = 0; i < 500; ++i) many += "مدرسة ";
    const Query query = parse_query(many);
    EXPECT_LE(query.text.size(), kLongestQuery);
    EXPECT_LE(query.wanted().size(), kMostWords);
}

TEST(Query, AsksOnlyWithSomethingToLookFor) {
    EXPECT_FALSE(parse_query("").asks());
    EXPECT_FALSE(parse_query("-قطر").asks());
    EXPECT_FALSE(parse_query("في من").asks());
    EXPECT_TRUE(parse_query("قطر").asks());
}

}  // namespace
}  // namespace warraq::search
