#include "arabic/proofreading.h"

#include <gtest/gtest.h>

#include "support/table.h"

namespace warraq::arabic {
namespace {

TEST(Proofreading, HintsAsTheTableSays) {
    for (const auto& row : testing::read_table("proofreading.tsv")) {
        const std::string& text = row.fields[0];
        std::vector<std::string> found;
        for (const Hint& hint : proofread(text))
            found.push_back(std::string(to_string(hint.slip)) + ": " +
                            text.substr(hint.begin, hint.end - hint.begin) + " > " + hint.replacement);
        EXPECT_EQ(found, std::vector<std::string>(row.fields.begin() + 1, row.fields.end()))
            << "line " << row.line;
    }
}

TEST(Proofreading, ItsProposalsCanBeTakenAllAtOnce) {
    const std::string text = "اعلن اعلن الوزير و محمد إنتخابات المدينه الجديده";
    const std::string taken = applied(text, proofread(text));
    EXPECT_EQ(taken, "أعلن الوزير ومحمد انتخابات المدينة الجديدة");
    EXPECT_TRUE(proofread(taken).empty());
}

}  // namespace
}  // namespace warraq::arabic
