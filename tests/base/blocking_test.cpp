#include "base/blocking.h"

#include <gtest/gtest.h>
#include <thread>

namespace warraq {
namespace {

TEST(BlockingTest, OtherThreadsMayWait) {
    const auto before = blocked_event_loops();
    const EventLoopThread mark;
    std::thread([] { assert_may_block("read"); }).join();
    EXPECT_EQ(blocked_event_loops(), before);
}

TEST(BlockingTest, AThreadMayWaitOnceItsLoopIsOver) {
    { const EventLoopThread mark; }
    const auto before = blocked_event_loops();
    assert_may_block("read");
    EXPECT_EQ(blocked_event_loops(), before);
}

TEST(BlockingDeathTest, AnEventLoopMayNot) {
    const auto waits = [] {
        const EventLoopThread mark;
        assert_may_block("read a file");
        std::_Exit(blocked_event_loops() == 1 ? 0 : 1);
    };
#ifndef NDEBUG
    EXPECT_DEATH(waits(), "about to wait: read a file");
#else
    EXPECT_EXIT(waits(), ::testing::ExitedWithCode(0), "");
#endif
}

}  // namespace
}  // namespace warraq
