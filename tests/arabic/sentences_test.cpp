#include "arabic/sentences.h"

#include <gtest/gtest.h>

#include "support/table.h"

namespace warraq::arabic {
namespace {

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
