// Nothing waits without end, and nobody holds two of a kind.
#include <atomic>
#include <gtest/gtest.h>
#include <set>
#include <thread>

#include "base/blocking.h"
#include "store/media.h"
#include "store/store.h"
#include "support/eventually.h"
#include "support/holders.h"
#include "support/stories.h"

namespace warraq::store {
namespace {

using namespace std::chrono_literals;
using testing::AnswersReaders;
using testing::make_story;
using testing::SnapshotHolder;
using testing::WriteHolder;

constexpr auto kShort = 50ms;       // a limit that is to be reached
constexpr auto kNever = 600'000ms;  // one that is not

class WaitsTest : public testing::StoreTest {
  protected:
    WaitsTest() {
        store_options_.readers = 1;
        store_options_.kept_for_readers = 0;
        store_options_.snapshot_wait = kNever;
        store_options_.write_wait = kNever;
    }
    // The store once more, with other limits.
    void open_with(const std::function<void(StoreOptions&)>& change) {
        store_.reset();
        change(store_options_);
        auto opened = open_database();
        ASSERT_TRUE(opened) << opened.error().message;
        store_ = std::move(*opened);
    }
    Result<story::StoryId> save(const std::string& headline) {
        return store_->write([&](Writer& w) { return w.save(make_story(section_, headline)); });
    }
    std::multiset<std::string> stored() {
        std::multiset<std::string> headlines;
        const auto cards = read()->cards({.limit = 10'000});
        for (const auto& card : *cards) headlines.insert(card.headline);
        return headlines;
    }
};

TEST_F(WaitsTest, ASnapshotIsWaitedForAsLongAsTheLimitSays) {
    open_with([](StoreOptions& options) { options.snapshot_wait = kShort; });
    SnapshotHolder holder(*store_);
    ASSERT_TRUE(holder.has_one());
    const auto snapshot = store_->snapshot();
    ASSERT_FALSE(snapshot);
    EXPECT_EQ(snapshot.error().kind, Error::Kind::Unavailable);
    EXPECT_EQ(snapshot.error().message,
              "the database is busy: of the 1 connections that may read at once none became free within "
              "0.05 s; try again in a moment");
    EXPECT_EQ(store_->wait_for_change(0, 0ms).error().kind, Error::Kind::Unavailable);
    EXPECT_EQ(store_->check(folder_.path()).error().kind, Error::Kind::Unavailable);
    holder.release();
    EXPECT_TRUE(store_->snapshot());
}

TEST_F(WaitsTest, AConnectionThatBecomesFreeGoesToWhoWaits) {
    SnapshotHolder holder(*store_);
    ASSERT_TRUE(holder.has_one());
    std::atomic<int> answered{0};
    std::vector<std::thread> waiting;
    for (int i = 0; i < 4; ++i)
        waiting.emplace_back([&] {
            if (store_->snapshot()) ++answered;
        });
    EXPECT_EQ(answered, 0);
    holder.release();
    for (std::thread& one : waiting) one.join();
    EXPECT_EQ(answered, 4);
}

TEST_F(WaitsTest, ReadersHaveConnectionsOfTheirOwn) {
    open_with([](StoreOptions& options) {
        options.readers = 4;
        options.kept_for_readers = 1;
        options.snapshot_wait = kShort;
    });
    SnapshotHolder one(*store_), two(*store_), three(*store_), four(*store_);
    EXPECT_TRUE(one.has_one() && two.has_one() && three.has_one());
    EXPECT_FALSE(four.has_one()) << "the last one is kept for readers";
    {
        const ReaderPriority mark;
        EXPECT_TRUE(store_->snapshot());
    }
    EXPECT_FALSE(store_->snapshot()) << "the mark has ended";
    one.release();
    two.release();
    three.release();
    SnapshotHolder readers[] = {
        SnapshotHolder(*store_, AnswersReaders::Yes), SnapshotHolder(*store_, AnswersReaders::Yes),
        SnapshotHolder(*store_, AnswersReaders::Yes), SnapshotHolder(*store_, AnswersReaders::Yes)};
    for (const SnapshotHolder& reader : readers) EXPECT_TRUE(reader.has_one()) << "readers may have all";
}

TEST_F(WaitsTest, AWriteThatDoesNotBeginInTimeNeverHappens) {
    open_with([](StoreOptions& options) { options.write_wait = kShort; });
    WriteHolder holder(*store_, [&](Writer& w) -> Result<void> {
        auto saved = w.save(make_story(section_, "طويل"));
        return saved ? Result<void>{} : fail(saved.error());
    });
    const auto late = save("متأخر");
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, Error::Kind::Unavailable);
    EXPECT_EQ(late.error().message,
              "the database is busy: nothing was changed, since writing did not begin within 0.05 s; try "
              "again in a moment");
    EXPECT_TRUE(holder.release()) << "begun in time, it took longer than the limit and is kept";
    EXPECT_TRUE(save("تالٍ"));
    EXPECT_EQ(stored(), (std::multiset<std::string>{"تالٍ", "طويل"}));
}

TEST_F(WaitsTest, WritesThatWaitAreCounted) {
    open_with([](StoreOptions& options) { options.most_waiting_writes = 2; });
    WriteHolder holder(*store_);
    std::atomic<int> kept{0}, refused{0};
    std::vector<std::thread> writers;
    for (int i = 0; i < 3; ++i)
        writers.emplace_back([&, i] {
            const auto saved = save("خبر " + std::to_string(i));
            if (saved) ++kept;
            if (!saved && saved.error().message ==
                              "the database is busy: 2 changes wait to be written; try again in a moment")
                ++refused;
        });
    EXPECT_TRUE(testing::eventually([&] { return refused == 1; })) << "at once, while the others wait";
    EXPECT_EQ(kept, 0);
    EXPECT_TRUE(holder.release());
    for (std::thread& writer : writers) writer.join();
    EXPECT_EQ(kept, 2);
    EXPECT_EQ(stored().size(), 2u);
}

// Jobs of one batch are taken back too, as long as their turn has not come.
TEST_F(WaitsTest, WhatIsToldToBeKeptIsAndWhatIsToldToHaveFailedIsNot) {
    open_with([](StoreOptions& options) {
        options.readers = 4;
        options.write_wait = 3ms;
        options.most_waiting_writes = 6;
    });
    constexpr int kWriters = 8, kEach = 40;
    std::mutex mutex;
    std::multiset<std::string> kept;
    int failed = 0;
    std::vector<std::thread> writers;
    for (int writer = 0; writer < kWriters; ++writer)
        writers.emplace_back([&, writer] {
            for (int i = 0; i < kEach; ++i) {
                const auto headline = "خبر " + std::to_string(writer) + " " + std::to_string(i);
                auto saved = store_->write([&](Writer& w) -> Result<story::StoryId> {
                    auto id = w.save(make_story(section_, headline));
                    if (i % 7 == 0) return refused("changed my mind");
                    std::this_thread::sleep_for(1ms);  // a slow disk
                    return id;
                });
                const std::lock_guard lock(mutex);
                if (saved) kept.insert(headline);
                if (!saved && saved.error().kind == Error::Kind::Unavailable) ++failed;
            }
        });
    for (std::thread& writer : writers) writer.join();
    EXPECT_GT(failed, 0) << "the limits were reached";
    EXPECT_GT(kept.size(), 0u);
    EXPECT_EQ(stored(), kept);
    EXPECT_TRUE(store_->check(folder_.path())->sound());
}

#ifndef NDEBUG
// In a new process each: a fork would lack the store's own thread.
class WaitsDeathTest : public WaitsTest {
  protected:
    WaitsDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(WaitsDeathTest, AThreadHoldsOneSnapshot) {
    const auto snapshot = store_->snapshot();
    EXPECT_DEATH((void)store_->snapshot(), "a thread that holds a snapshot takes a second one");
    EXPECT_DEATH((void)store_->wait_for_change(0, 0ms), "takes a second one");
    EXPECT_DEATH((void)store_->check(folder_.path()), "takes a second one");
}

TEST_F(WaitsDeathTest, NoneWhileItWrites) {
    const auto write = [&] { (void)save("خبر"); };
    {
        const auto snapshot = store_->snapshot();
        EXPECT_DEATH(write(), "a thread waits for a write while it holds a snapshot");
    }
    EXPECT_DEATH((void)store_->write([&](Writer&) -> Result<void> {
        (void)store_->snapshot();
        return {};
    }),
                 "a snapshot is taken within a write, whose Writer reads");
    EXPECT_DEATH((void)store_->write([&](Writer&) -> Result<void> {
        write();
        return {};
    }),
                 "a write is begun within a write");
}

TEST_F(WaitsDeathTest, ASnapshotEndsOnItsThread) {
    EXPECT_DEATH(
        {
            auto snapshot = *store_->snapshot();
            std::thread([&] { snapshot.reset(); }).join();
        },
        "a snapshot ends on another thread than the one that took it");
}

TEST_F(WaitsDeathTest, NoEventLoopAsksTheDatabase) {
    const auto on_a_loop = [](auto call) {
        const EventLoopThread mark;
        call();
    };
    const Media media(folder_.path(), store_.get());
    EXPECT_DEATH(on_a_loop([&] { (void)store_->snapshot(); }), "about to wait: take a snapshot");
    EXPECT_DEATH(on_a_loop([&] { (void)save("خبر"); }), "about to wait: write to the database");
    EXPECT_DEATH(on_a_loop([&] { (void)store_->wait_for_change(0, 0ms); }),
                 "about to wait: wait for a change");
    EXPECT_DEATH(on_a_loop([&] { (void)store_->check(folder_.path()); }),
                 "about to wait: check the database");
    EXPECT_DEATH(on_a_loop([&] { (void)store_->copy_to(folder_ / "copy"); }),
                 "about to wait: copy the database");
    EXPECT_DEATH(on_a_loop([&] { (void)store_->broadcast("presence", "here"); }),
                 "about to wait: tell other nodes");
    EXPECT_DEATH(on_a_loop([&] { (void)store_->bytes(); }), "about to wait: ask for the database's size");
    EXPECT_DEATH(on_a_loop([&] { (void)media.find("a.webp"); }), "about to wait: read a media file");
    EXPECT_DEATH(on_a_loop([&] { (void)media.put("a.webp", "a"); }), "about to wait: keep a media file");
    EXPECT_DEATH(on_a_loop([&] { (void)media.names(); }), "about to wait: list the media files");
}
#endif

}  // namespace
}  // namespace warraq::store
