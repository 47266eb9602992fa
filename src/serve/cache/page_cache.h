// Pages in memory, kept until told otherwise.
//
//     auto found = cache.find(key);
//     if (found.page && found.fresh) return found.page;
//     if (cache.begin_render(key, when_done)) {                  // true: this caller renders
//         auto started = cache.now();
//         cache.complete_render(key, render(), started);          // every waiter is called, on this thread
//     }
//     cache.drop({"story:12"}, Drop::Expire);
//
// Its size in bytes is bounded: the least recently used pages go first (second chance; Corbató 1968). A page
// larger than 1/64 of the bound is not cached.
//
// Each key is rendered by one caller at a time. Others wait for that render, or take the expired page.
//
// A page is not fresh if one of its tags was dropped while it was being rendered. Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "serve/cache/encoded_response.h"

namespace warraq::serve {

enum class Drop {
    Expire,  // may be shown once more to readers who come while the new one is made, and when that fails
    Evict,   // never shown again
};

class PageCache {
  public:
    using Waiter = std::function<void(Page)>;  // nullptr when the render failed
    using Moment = std::uint64_t;              // counts drops

    using OnDrop = std::function<void(const std::vector<std::string>& tags)>;

    // `on_drop`: called at the end of each drop(); may be empty.
    explicit PageCache(std::size_t max_bytes, OnDrop on_drop = {})
        : max_bytes_a_shard_(max_bytes / kShards), on_drop_(std::move(on_drop)) {}

    struct Found {
        Page page;  // nullptr: not here
        bool fresh = false;
    };
    Found find(std::string_view key);

    // True: nobody renders this key, the caller is to; `waiter` is not kept. False: `waiter`, unless empty,
    // will be called.
    bool begin_render(const std::string& key, Waiter waiter);
    // True: somebody renders this key, and `waiter` will be called.
    bool join_render(const std::string& key, const Waiter& waiter);

    Moment now() const { return drops_.load(std::memory_order_acquire); }

    // Hands the page to all who wait, and keeps it if it may be kept (nullptr: the render failed).
    // False when a tag of the page was dropped after `started`: it is out of date already. Then nothing is
    // kept, the waiters go on waiting, and the caller renders again, unless `last_try`.
    bool complete_render(const std::string& key, Page page, Moment started, bool last_try);

    void drop(const std::vector<std::string>& tags, Drop how);
    // No one knows any more whether what is here is out of date: none of it counts as fresh.
    void expire_all();
    void clear();

    struct Totals {
        std::size_t pages = 0, bytes = 0;
        std::size_t renders = 0;  // under way
    };
    Totals totals() const;

  private:
    static constexpr std::size_t kShards = 16;
    static constexpr std::size_t kRememberedDrops = 4096;

    struct Entry {
        std::string key;
        Page page;
        bool fresh = true;
        bool used = false;
    };
    struct Shard {
        mutable std::mutex mutex;
        std::list<Entry> entries;                                                 // oldest first
        std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key;  // views into entries
        std::unordered_map<std::string, std::vector<Waiter>> flights;
        std::size_t bytes = 0;
    };

    Shard& shard_of(std::string_view key);
    void insert(Shard& shard, const std::string& key, Page page);
    static std::size_t cost(const Entry& entry);
    bool dropped_since(const EncodedResponse& page, Moment started) const;

    const std::size_t max_bytes_a_shard_;
    const OnDrop on_drop_;
    std::array<Shard, kShards> shards_;
    std::atomic<Moment> drops_{0};
    mutable std::mutex drop_mutex_;
    std::deque<std::pair<Moment, std::uint64_t>> dropped_tags_;  // the newest ones
    // The latest drop of which not every tag is remembered: whatever was begun before it is out of date.
    Moment forgotten_ = 0;
};

}  // namespace warraq::serve
