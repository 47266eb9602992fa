#include "base/background_task.h"

#include <future>
#include <gtest/gtest.h>
#include <pthread.h>
#include <stdexcept>

namespace warraq {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kSoon = 10s;  // far more than anything here takes

TEST(BackgroundTask, TakesTurnAfterTurn) {
    std::promise<void> third;
    int turns = 0;
    BackgroundTask task("turns", [&](BackgroundTask&) {
        if (++turns == 3) third.set_value();
        return 1ms;
    });
    EXPECT_EQ(third.get_future().wait_for(kSoon), std::future_status::ready);
    task.stop();
    const int then = turns;
    EXPECT_GE(then, 3);
    task.stop();
    EXPECT_EQ(turns, then) << "none after stop(), which may be called again";
}

TEST(BackgroundTask, WaitsUntilItIsWoken) {
    std::atomic<int> turns = 0;
    BackgroundTask task(
        "woken",
        [&](BackgroundTask&) {
            ++turns;
            return BackgroundTask::kUntilWoken;
        },
        BackgroundTask::kUntilWoken);
    std::this_thread::sleep_for(20ms);
    EXPECT_EQ(turns, 0);
    for (int wanted = 1; wanted <= 3; ++wanted) {
        task.wake();
        const auto until = Clock::now() + kSoon;
        while (turns < wanted && Clock::now() < until) std::this_thread::sleep_for(1ms);
        EXPECT_EQ(turns, wanted);
    }
}

TEST(BackgroundTask, TakesAnotherTurnWhereItWasWokenInOne) {
    std::promise<void> began, again;
    std::promise<void> go_on;
    int turns = 0;
    BackgroundTask task("woken", [&](BackgroundTask&) {
        if (++turns == 1) {
            began.set_value();
            go_on.get_future().wait();
        } else {
            again.set_value();
        }
        return BackgroundTask::kUntilWoken;
    });
    began.get_future().wait();
    task.wake();
    task.wake();
    go_on.set_value();
    EXPECT_EQ(again.get_future().wait_for(kSoon), std::future_status::ready);
    task.stop();
    EXPECT_EQ(turns, 2) << "one for both";
}

TEST(BackgroundTask, StopsWhileItWaits) {
    const auto begun = Clock::now();
    {
        BackgroundTask first(
            "waits", [](BackgroundTask&) { return 1h; }, 1h);
        BackgroundTask next("waits", [](BackgroundTask&) { return 1h; });
        BackgroundTask woken("waits", [](BackgroundTask&) { return BackgroundTask::kUntilWoken; });
        std::this_thread::sleep_for(20ms);
    }
    EXPECT_LT(Clock::now() - begun, kSoon);
}

TEST(BackgroundTask, StopsWhileATurnRests) {
    std::promise<void> rests;
    bool rested = true;
    {
        BackgroundTask task("rests", [&](BackgroundTask& self) {
            rests.set_value();
            rested = self.rest(1h);
            EXPECT_TRUE(self.stopping());
            return 1h;
        });
        rests.get_future().wait();
        task.wake();  // no reason to end a rest
    }
    EXPECT_FALSE(rested);
}

TEST(BackgroundTask, GoesOnAfterAnException) {
    std::promise<void> third;
    int turns = 0;
    BackgroundTask task("throws", [&](BackgroundTask& self) -> BackgroundTask::Pause {
        self.wake();  // not a second later
        switch (++turns) {
            case 1: throw std::runtime_error("the first turn throws");
            case 2: throw 2;
            case 3: third.set_value();
        }
        return 1h;
    });
    EXPECT_EQ(third.get_future().wait_for(kSoon), std::future_status::ready);
}

TEST(BackgroundTask, HasAName) {
    std::promise<std::string> name;
    const BackgroundTask task("a name of more than fifteen bytes", [&](BackgroundTask&) {
        char held[32] = {};
        pthread_getname_np(pthread_self(), held, sizeof held);
        name.set_value(held);
        return BackgroundTask::kUntilWoken;
    });
    EXPECT_EQ(name.get_future().get(), "a name of more ");
}

}  // namespace
}  // namespace warraq
