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
        budget.add_for_data();
        ASSERT_TRUE(budget.spend(AbuseBudget::kFrame)) << i;
    }
}

}  // namespace
}  // namespace warraq::serve
