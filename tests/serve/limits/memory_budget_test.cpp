#include "serve/limits/memory_budget.h"

#include <gtest/gtest.h>
#include <optional>

namespace warraq::serve {
namespace {

TEST(MemoryBudget, GivesUpToItsMost) {
    MemoryTotal total(1'000);
    MemoryBudget budget(total, 100);
    EXPECT_TRUE(budget.take(MemoryUse::Input, 60));
    EXPECT_FALSE(budget.take(MemoryUse::Bodies, 41));
    EXPECT_EQ(budget.held(), 60u) << "what was not granted is not counted";
    EXPECT_TRUE(budget.take(MemoryUse::Bodies, 40));
    EXPECT_EQ(total.held(MemoryUse::Bodies), 40u);
    budget.give_back(MemoryUse::Input, 60);
    EXPECT_EQ(total.held(), 40u);
    EXPECT_FALSE(budget.over());
}

TEST(MemoryBudget, AllTogetherMayHoldAQuarterMoreAndNotAll) {
    MemoryTotal total(100);
    MemoryBudget first(total, 1'000), second(total, 1'000);
    EXPECT_TRUE(first.take(MemoryUse::Input, 100));
    EXPECT_EQ(total.excess(), 0u);
    EXPECT_TRUE(second.take(MemoryUse::Input, 25)) << "meanwhile others are ended";
    EXPECT_EQ(total.excess(), 25u);
    EXPECT_FALSE(second.take(MemoryUse::Input, 1));
    second.add(MemoryUse::Http2, 500);
    EXPECT_EQ(total.held(), 625u) << "what is held already is counted in any case";
}

TEST(MemoryBudget, WhoIsEndedIsCountedOnce) {
    MemoryTotal total(100);
    MemoryBudget stays(total, 1'000);
    stays.add(MemoryUse::Input, 90);
    {
        MemoryBudget ends(total, 1'000);
        ends.add(MemoryUse::Input, 80);
        EXPECT_EQ(total.excess(), 70u);
        ends.mark_ending(80);
        ends.mark_ending(80);
        EXPECT_EQ(total.excess(), 0u) << "no other loop ends one of its own for it";
        ends.give_back(MemoryUse::Input, 50);
        EXPECT_EQ(total.held(), 120u);
    }
    EXPECT_EQ(total.held(), 90u);
    stays.add(MemoryUse::Input, 20);
    EXPECT_EQ(total.excess(), 10u);
}

TEST(MemoryBudget, ABodyThatOutlastsItsConnectionIsCountedUntilTheLastCopyIsGone) {
    MemoryTotal total(100);
    auto body = total.keep(std::string(120, 'b'));
    EXPECT_GE(total.held(MemoryUse::Bodies), 120u);
    EXPECT_EQ(total.kept(), total.held());
    EXPECT_EQ(total.excess(), 0u) << "no connection would free it";
    MemoryBudget budget(total, 1'000);
    EXPECT_TRUE(budget.take(MemoryUse::Bodies, 100)) << "connections have their part all the same";
    budget.give_back(MemoryUse::Bodies, 100);
    auto copy = body;
    body.reset();
    EXPECT_EQ(copy->size(), 120u);
    EXPECT_GT(total.held(), 0u);
    copy.reset();
    EXPECT_EQ(total.held(), 0u);
}

TEST(MemoryBudget, BodiesHaveAQuarterAndSmallOnesTheirPlaceInAnyCase) {
    MemoryTotal total(400'000);
    std::string large(60'000, 'b'), another(60'000, 'c'), small(500, 's');
    auto first = total.try_keep(large);
    EXPECT_TRUE(first);
    EXPECT_FALSE(total.try_keep(another));
    EXPECT_EQ(another, std::string(60'000, 'c')) << "as it was";
    auto piece = total.keep(std::string(90'000, 'p'));
    EXPECT_TRUE(total.try_keep(small));
    first.reset();
    EXPECT_TRUE(total.try_keep(another)) << "pieces of uploads are counted apart";
    piece.reset();
    EXPECT_EQ(total.held(), 0u);
}

TEST(MemoryBudget, AConnectionThatEndsGivesAllBack) {
    MemoryTotal total(1'000);
    {
        MemoryBudget budget(total, 100);
        budget.add(MemoryUse::Tls, 30);
        MemoryHold body(budget, MemoryUse::Bodies);
        ASSERT_TRUE(body.resize(70));
        EXPECT_FALSE(body.resize(71));
        EXPECT_EQ(body.held(), 70u);
        EXPECT_TRUE(body.resize(10));
        body.set(500);
        EXPECT_TRUE(budget.over());
    }
    EXPECT_EQ(total.held(), 0u);
    for (std::size_t use = 0; use < kMemoryUses; ++use)
        EXPECT_EQ(total.held(static_cast<MemoryUse>(use)), 0u) << to_string(static_cast<MemoryUse>(use));
}

}  // namespace
}  // namespace warraq::serve
