#include "base/log_throttle.h"

#include <gtest/gtest.h>

namespace warraq {
namespace {

TEST(LogThrottle, TellsAtFirstAndThenOnceInAWhile) {
    using namespace std::chrono_literals;
    LogThrottle seldom(60s);
    const LogThrottle::Clock::time_point start{1h};
    EXPECT_EQ(seldom.tell(start), 1);
    for (int i = 1; i < 60; ++i) EXPECT_EQ(seldom.tell(start + i * 1s), std::nullopt);
    EXPECT_EQ(seldom.tell(start + 60s), 60);
    EXPECT_EQ(seldom.tell(start + 61s), std::nullopt);
    EXPECT_EQ(seldom.tell(start + 10min), 2);
}

}  // namespace
}  // namespace warraq
