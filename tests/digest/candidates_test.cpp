#include "digest/candidates.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "support/table.h"

namespace warraq::digest {
namespace {

bool any(const std::vector<Candidate>& candidates, std::string_view text) {
    return std::any_of(candidates.begin(), candidates.end(),
                       [&](const Candidate& c) { return c.text == text; });
}

// A story's sentence, and the point that it becomes; the rows say why.
TEST(Candidates, StandAloneAsTheTableSays) {
    for (const auto& row : testing::read_table("candidates.tsv")) {
        const StoryText story(row.fields[0], row.fields[1]);
        const auto candidates = candidates_of(story);
        std::string all;
        for (const Candidate& candidate : candidates) all += "\n  " + candidate.text;
        if (row.fields[2] == "-")
            EXPECT_TRUE(candidates.empty()) << "line " << row.line << all;
        else if (row.fields[2].starts_with("! "))
            EXPECT_FALSE(any(candidates, row.fields[2].substr(2))) << "line " << row.line << all;
        else
            EXPECT_TRUE(any(candidates, row.fields[2])) << "line " << row.line << all;
    }
}

}  // namespace
}  // namespace warraq::digest
