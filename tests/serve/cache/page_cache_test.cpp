#include "serve/cache/page_cache.h"

#include <atomic>
#include <gtest/gtest.h>
#include <thread>

namespace warraq::serve {
namespace {

Page make_page(const std::string& body, std::vector<std::string> tags = {}) {
    Reply reply;
    reply.body = body;
    reply.cache_control = "public, max-age=30";
    reply.tags = std::move(tags);
    return encode_response(reply, Encoding::Identity, Effort::Page, "");
}

void put(PageCache& cache, const std::string& key, Page page) {
    ASSERT_TRUE(cache.begin_render(key, {}));
    ASSERT_TRUE(cache.complete_render(key, std::move(page), cache.now(), false));
}

TEST(PageCache, GivesBackWhatWasPut) {
    PageCache cache(1 << 20);
    EXPECT_EQ(cache.find("/a").page, nullptr);
    put(cache, "/a", make_page("A"));
    ASSERT_NE(cache.find("/a").page, nullptr);
    EXPECT_TRUE(cache.find("/a").fresh);
    EXPECT_EQ(cache.find("/a").page->body, "A");
}

TEST(PageCache, OneRendersAndTheOthersWait) {
    PageCache cache(1 << 20);
    std::vector<std::string> got;
    const auto wait = [&](Page page) { got.push_back(page ? page->body : "none"); };
    EXPECT_TRUE(cache.begin_render("/a", wait));
    EXPECT_FALSE(cache.begin_render("/a", wait));
    EXPECT_FALSE(cache.begin_render("/a", wait));
    EXPECT_TRUE(cache.begin_render("/b", wait));
    EXPECT_TRUE(got.empty());
    cache.complete_render("/a", make_page("A"), cache.now(), false);
    EXPECT_EQ(got, (std::vector<std::string>{"A", "A"}));
    EXPECT_TRUE(cache.begin_render("/a", wait)) << "the flight is over";
    got.clear();
    EXPECT_TRUE(cache.join_render("/a", wait));
    EXPECT_FALSE(cache.join_render("/c", wait));
    EXPECT_TRUE(cache.begin_render("/c", {})) << "nothing was begun by asking";
    cache.complete_render("/a", make_page("A2"), cache.now(), false);
    EXPECT_EQ(got, (std::vector<std::string>{"A2"}));
}

TEST(PageCache, TellsWaitersOfAFailure) {
    PageCache cache(1 << 20);
    int failures = 0;
    cache.begin_render("/a", {});
    cache.begin_render("/a", [&](Page page) { failures += page == nullptr; });
    cache.complete_render("/a", nullptr, cache.now(), true);
    EXPECT_EQ(failures, 1);
    EXPECT_EQ(cache.find("/a").page, nullptr);
}

TEST(PageCache, ExpiresAndEvictsByTag) {
    PageCache cache(1 << 20);
    put(cache, "/1", make_page("1", {"story:1", "front"}));
    put(cache, "/2", make_page("2", {"story:2"}));
    cache.drop({"story:1"}, Drop::Expire);
    EXPECT_NE(cache.find("/1").page, nullptr);
    EXPECT_FALSE(cache.find("/1").fresh);
    EXPECT_TRUE(cache.find("/2").fresh);
    cache.drop({"story:1", "other"}, Drop::Evict);
    EXPECT_EQ(cache.find("/1").page, nullptr);
    EXPECT_EQ(cache.totals().pages, 1u);
}

TEST(PageCache, DoesNotTrustAPageThatChangedWhileItWasMade) {
    PageCache cache(1 << 20);
    cache.begin_render("/1", {});
    const auto started = cache.now();
    cache.drop({"story:1"}, Drop::Expire);
    EXPECT_FALSE(cache.complete_render("/1", make_page("old", {"story:1"}), started, false))
        << "make it again";
    EXPECT_TRUE(cache.complete_render("/1", make_page("new", {"story:1"}), cache.now(), false));
    EXPECT_EQ(cache.find("/1").page->body, "new");

    cache.begin_render("/2", {});
    const auto before = cache.now();
    cache.drop({"story:9"}, Drop::Expire);
    EXPECT_TRUE(cache.complete_render("/2", make_page("2", {"story:2"}), before, false)) << "another's tag";
}

TEST(PageCache, LastTryIsShownButNotKept) {
    PageCache cache(1 << 20);
    cache.begin_render("/1", {});
    const auto started = cache.now();
    cache.drop({"story:1"}, Drop::Expire);
    EXPECT_TRUE(cache.complete_render("/1", make_page("old", {"story:1"}), started, true));
    EXPECT_EQ(cache.find("/1").page, nullptr);
}

TEST(PageCache, StaysWithinItsBytesAndKeepsWhatIsRead) {
    constexpr std::size_t kBytes = 16 * 20'000;
    PageCache cache(kBytes);
    put(cache, "/popular", make_page(std::string(1'000, 'p')));
    for (int i = 0; i < 2'000; ++i) {
        put(cache, "/" + std::to_string(i), make_page(std::string(1'000, 'x')));
        EXPECT_NE(cache.find("/popular").page, nullptr) << i;
        ASSERT_LE(cache.totals().bytes, kBytes);
    }
    EXPECT_GT(cache.totals().pages, 50u);
    const auto pages = cache.totals().pages;
    put(cache, "/huge", make_page(std::string(kBytes, 'h')));
    EXPECT_EQ(cache.find("/huge").page, nullptr);
    EXPECT_EQ(cache.totals().pages, pages) << "a huge page pushes nothing out";
}

TEST(PageCache, HoldsUnderManyThreads) {
    PageCache cache(1 << 18);
    std::atomic<int> waiting{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 2'000; ++i) {
                const std::string key = "/" + std::to_string(i % 50), tag = "story:" + std::to_string(i % 7);
                if (auto found = cache.find(key); found.page && found.fresh) continue;
                ++waiting;
                if (cache.begin_render(key, [&](Page) { --waiting; })) {
                    cache.complete_render(key, make_page(key, {tag}), cache.now(), true);
                    --waiting;
                }
                if (i % 100 == t) cache.drop({tag}, i % 200 == t ? Drop::Evict : Drop::Expire);
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(waiting, 0) << "every waiter was called once";
}

// What was read before a drop is out of date, however many tags the drop had.
TEST(PageCache, ADropOfMoreTagsThanAreRememberedOutdatesAllThatIsBeingMade) {
    PageCache cache(1 << 20);
    std::vector<std::string> tags;
    for (int i = 0; i < 5000; ++i) tags.push_back("story:" + std::to_string(i));
    for (const char* tag : {"story:0", "story:4999", "front"}) {
        ASSERT_TRUE(cache.begin_render("/a", {}));
        const auto started = cache.now();
        cache.drop(tags, Drop::Expire);
        EXPECT_FALSE(cache.complete_render("/a", make_page("old", {tag}), started, false)) << tag;
        EXPECT_TRUE(cache.complete_render("/a", make_page("new", {tag}), cache.now(), false)) << tag;
    }
    EXPECT_TRUE(cache.find("/a").fresh);
}

TEST(PageCache, WhatIsBeingMadeWhileAllIsDoubtedIsDoubtedToo) {
    PageCache cache(1 << 20);
    ASSERT_TRUE(cache.begin_render("/a", {}));
    const auto started = cache.now();
    cache.expire_all();
    EXPECT_FALSE(cache.complete_render("/a", make_page("old", {"front"}), started, false));
    EXPECT_TRUE(cache.complete_render("/a", make_page("new", {"front"}), cache.now(), false));
    EXPECT_TRUE(cache.find("/a").fresh);
}

}  // namespace
}  // namespace warraq::serve
