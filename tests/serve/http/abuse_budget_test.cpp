#include "serve/http/abuse_budget.h"

#include <gtest/gtest.h>

namespace warraq::serve {
namespace {

TEST(AbuseBudget, HasAnEnd) {
    AbuseBudget budget;
    int resets = 0;
    while (budget.spend(AbuseBudget::kReset)) ++resets;
    EXPECT_GE(resets, 200);
    EXPECT_LT(resets, 300) << "what comes back in a moment is little";
}

TEST(AbuseBudget, LetsThoseGoOnWhoTakeData) {
    AbuseBudget budget;
    for (int i = 0; i < 100'000; ++i) {
        budget.add_for_data(16'384, false);
        budget.add_for_data(100, true);  // a small answer, whole
        for (int frame = 0; frame < 4; ++frame) ASSERT_TRUE(budget.spend(AbuseBudget::kFrame)) << i;
    }
}

TEST(AbuseBudget, EndsForThoseWhoTakeItByteByByte) {
    AbuseBudget budget;
    int settings = 0;
    for (; settings < 1'000 && budget.spend(AbuseBudget::kSettings); ++settings)
        for (int stream = 0; stream < 100; ++stream) budget.add_for_data(1, false);
    EXPECT_LT(settings, 100);
}

}  // namespace
}  // namespace warraq::serve
