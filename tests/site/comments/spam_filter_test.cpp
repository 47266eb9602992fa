#include "site/comments/spam_filter.h"

#include <gtest/gtest.h>

#include "support/table.h"

namespace warraq::site {
namespace {

struct Sample {
    story::CommentDraft draft;
    bool spam = false;
};

std::vector<Sample> samples() {
    std::vector<Sample> out;
    for (const auto& row : testing::read_table("comments.tsv"))
        out.push_back({{"قارئ", "r@example.org", row.fields[1]}, row.fields[0] == "spam"});
    return out;
}

// Ten times, each with other hundred decisions to learn from and all other comments to judge.
TEST(SpamFilter, IsRightAfterAHundredDecisions) {
    const auto all = samples();
    ASSERT_GE(all.size(), 300u);
    constexpr std::size_t kDecisions = 100, kRounds = 10;
    std::size_t judged = 0, right = 0, good = 0, blamed = 0;
    for (std::size_t round = 0; round < kRounds; ++round) {
        const auto sample = [&](std::size_t i) -> const Sample& {
            return all[(i + round * all.size() / kRounds) % all.size()];
        };
        SpamFilter filter;
        for (std::size_t i = 0; i < kDecisions; ++i)
            filter.learn({static_cast<std::int64_t>(i + 1)}, sample(i).draft, sample(i).spam);
        for (std::size_t i = kDecisions; i < all.size(); ++i) {
            const Verdict verdict = filter.judge(sample(i).draft);
            const bool told = verdict.spam >= SpamFilter::kDoubtful;
            ++judged;
            right += told == sample(i).spam;
            good += !sample(i).spam;
            blamed += told && !sample(i).spam;
            if (round == 0 && told != sample(i).spam)
                std::printf("  %s %.2f %s\n", told ? "blamed" : "missed", verdict.spam,
                            sample(i).draft.text.c_str());
            EXPECT_EQ(told, !verdict.reason.empty()) << sample(i).draft.text;
        }
    }
    std::printf("  right %.1f%%, blamed wrongly %.1f%%\n",
                100.0 * static_cast<double>(right) / static_cast<double>(judged),
                100.0 * static_cast<double>(blamed) / static_cast<double>(good));
    EXPECT_GE(static_cast<double>(right), 0.97 * static_cast<double>(judged));
    EXPECT_LE(static_cast<double>(blamed), 0.01 * static_cast<double>(good));
}

TEST(SpamFilter, IsSilentBeforeItKnowsBothKinds) {
    SpamFilter filter;
    const auto all = samples();
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].spam) filter.learn({static_cast<std::int64_t>(i + 1)}, all[i].draft, true);
    EXPECT_EQ(filter.judge(all[1].draft).spam, 0);
}

TEST(SpamFilter, TakesALaterDecisionForTheEarlier) {
    SpamFilter filter;
    std::int64_t id = 0;
    for (const Sample& sample : samples()) filter.learn({++id}, sample.draft, !sample.spam);  // all wrong
    id = 0;
    for (const Sample& sample : samples()) filter.learn({++id}, sample.draft, sample.spam);  // mended
    std::size_t right = 0;
    for (const Sample& sample : samples())
        right += (filter.judge(sample.draft).spam >= SpamFilter::kDoubtful) == sample.spam;
    EXPECT_GE(right, samples().size() - 3);
}

TEST(SpamFilter, SurvivesAnything) {
    SpamFilter filter;
    for (int i = 1; i < 40; ++i)
        filter.learn({i}, {"\xff", "", "\xfe\xff " + std::string(5'000, '!')}, i % 2 == 0);
    EXPECT_LE(filter.judge({"", "", ""}).spam, 1);
    EXPECT_LE(filter.judge({"", "", std::string(100'000, '9')}).spam, 1);
}

TEST(Links, AreCounted) {
    EXPECT_EQ(links_in("انظر https://a.example و www.b.example"), 2u);
    EXPECT_EQ(links_in("HTTP://A.EXAMPLE"), 1u);
    EXPECT_EQ(links_in("لا شيء هنا."), 0u);
}

}  // namespace
}  // namespace warraq::site
