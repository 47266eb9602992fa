#include "serve/routing/workers.h"

#include <atomic>
#include <future>
#include <gtest/gtest.h>

#include "support/eventually.h"

namespace warraq::serve {
namespace {

TEST(WorkerPool, RunsWhatIsPosted) {
    std::atomic<int> ran{0};
    {
        WorkerPool pool({.name = "test", .threads = 3});
        for (int i = 0; i < 100; ++i) EXPECT_TRUE(pool.post([&] { ++ran; }));
        pool.stop();
        EXPECT_FALSE(pool.post([&] { ++ran; })) << "it has ended";
    }
    EXPECT_EQ(ran, 100) << "what was taken is finished";
}

TEST(WorkerPool, RefusesWhatWouldWaitTooLong) {
    std::promise<void> go;
    const auto gone = go.get_future().share();
    WorkerPool pool({.name = "test", .threads = 1, .most_waiting = 2});
    ASSERT_TRUE(pool.post([gone] { gone.wait(); }));
    ASSERT_TRUE(testing::eventually([&] { return pool.load().running == 1; }));
    EXPECT_TRUE(pool.post([] {}));
    EXPECT_TRUE(pool.post([] {}));
    EXPECT_FALSE(pool.post([] {}));
    EXPECT_EQ(pool.load().waiting, 2u);
    go.set_value();
    EXPECT_TRUE(testing::eventually([&] { return pool.load().waiting == 0; }));
    EXPECT_TRUE(pool.post([] {}));
}

TEST(WorkerPool, TellsThatItStandsStill) {
    std::promise<void> go;
    const auto gone = go.get_future().share();
    WorkerPool pool({.name = "test", .threads = 1});
    EXPECT_EQ(pool.load().stuck.count(), 0);
    pool.post([gone] { gone.wait(); });
    ASSERT_TRUE(testing::eventually([&] { return pool.load().running == 1; }));
    EXPECT_EQ(pool.load().stuck.count(), 0) << "nobody waits";
    pool.post([] {});
    EXPECT_TRUE(testing::eventually([&] { return pool.load().stuck > std::chrono::milliseconds(20); }));
    go.set_value();
    EXPECT_TRUE(testing::eventually([&] { return pool.load().stuck.count() == 0; }));
}

TEST(WorkerPool, SurvivesWorkThatThrows) {
    std::atomic<int> ran{0};
    WorkerPool pool({.name = "test", .threads = 1});
    pool.post([] { throw std::runtime_error("broken"); });
    pool.post([&] { ++ran; });
    EXPECT_TRUE(testing::eventually([&] { return ran == 1; }));
    EXPECT_TRUE(testing::eventually([&] { return pool.load().running == 0; }));
}

}  // namespace
}  // namespace warraq::serve
