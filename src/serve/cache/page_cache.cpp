#include "serve/cache/page_cache.h"

#include <algorithm>

namespace warraq::serve {

PageCache::Shard& PageCache::shard_of(std::string_view key) {
    return shards_[tag_hash(key) % kShards];
}

std::size_t PageCache::cost(const Entry& entry) {
    return entry.page->bytes() + entry.key.capacity();
}

PageCache::Found PageCache::find(std::string_view key) {
    Shard& shard = shard_of(key);
    std::lock_guard lock(shard.mutex);
    const auto found = shard.by_key.find(key);
    if (found == shard.by_key.end()) return {};
    Entry& entry = *found->second;
    entry.used = true;
    return {entry.page, entry.fresh};
}

bool PageCache::begin_render(const std::string& key, Waiter waiter) {
    Shard& shard = shard_of(key);
    std::lock_guard lock(shard.mutex);
    const auto [flight, first] = shard.flights.try_emplace(key);
    if (!first && waiter) flight->second.push_back(std::move(waiter));
    return first;
}

bool PageCache::join_render(const std::string& key, const Waiter& waiter) {
    Shard& shard = shard_of(key);
    std::lock_guard lock(shard.mutex);
    const auto flight = shard.flights.find(key);
    if (flight == shard.flights.end()) return false;
    flight->second.push_back(waiter);
    return true;
}

bool PageCache::complete_render(const std::string& key, Page page, Moment started, bool last_try) {
    Shard& shard = shard_of(key);
    std::vector<Waiter> waiters;
    {
        std::lock_guard lock(shard.mutex);
        const bool outdated = page && dropped_since(*page, started);
        if (outdated && !last_try) return false;
        // What answers otherwise by now (404, a redirect) ends the page that was kept.
        const bool otherwise = page && page->status >= 300 && page->status < 500;
        if (page && (page->keep || otherwise) && !outdated) insert(shard, key, page);
        if (const auto flight = shard.flights.find(key); flight != shard.flights.end()) {
            waiters = std::move(flight->second);
            shard.flights.erase(flight);
        }
    }
    for (const Waiter& waiter : waiters) waiter(page);
    return true;
}

void PageCache::insert(Shard& shard, const std::string& key, Page page) {
    if (const auto old = shard.by_key.find(key); old != shard.by_key.end()) {
        const auto entry = old->second;
        shard.bytes -= cost(*entry);
        shard.by_key.erase(old);
        shard.entries.erase(entry);
    }
    // One large picture is not worth all the pages that it would push out.
    if (!page->keep || page->bytes() > max_bytes_a_shard_ / 4) return;
    shard.entries.push_back({key, std::move(page)});
    const auto entry = std::prev(shard.entries.end());
    shard.by_key.emplace(entry->key, entry);
    shard.bytes += cost(*entry);
    while (shard.bytes > max_bytes_a_shard_ && !shard.entries.empty()) {
        Entry& oldest = shard.entries.front();
        if (oldest.used) {
            oldest.used = false;
            shard.entries.splice(shard.entries.end(), shard.entries, shard.entries.begin());
            continue;
        }
        shard.bytes -= cost(oldest);
        shard.by_key.erase(oldest.key);
        shard.entries.pop_front();
    }
}

// A drop is written down before it sweeps the shards, and a render asks here under its shard's lock:
// whichever comes second sees the other.
void PageCache::drop(const std::vector<std::string>& tags, Drop how) {
    std::vector<std::uint64_t> hashes;
    hashes.reserve(tags.size());
    for (const std::string& tag : tags) hashes.push_back(tag_hash(tag));
    std::sort(hashes.begin(), hashes.end());
    {
        std::lock_guard lock(drop_mutex_);
        const Moment moment = drops_.load(std::memory_order_relaxed) + 1;
        for (const auto hash : hashes) dropped_tags_.emplace_back(moment, hash);
        while (dropped_tags_.size() > kRememberedDrops) {
            forgotten_ = dropped_tags_.front().first;
            dropped_tags_.pop_front();
        }
        drops_.store(moment, std::memory_order_release);
    }
    for (Shard& shard : shards_) {
        std::lock_guard lock(shard.mutex);
        for (auto entry = shard.entries.begin(); entry != shard.entries.end();) {
            const auto& has = entry->page->tags;
            const bool touched = std::any_of(has.begin(), has.end(), [&](std::uint64_t tag) {
                return std::binary_search(hashes.begin(), hashes.end(), tag);
            });
            if (touched && how == Drop::Evict) {
                shard.bytes -= cost(*entry);
                shard.by_key.erase(entry->key);
                entry = shard.entries.erase(entry);
                continue;
            }
            if (touched) entry->fresh = false;
            ++entry;
        }
    }
    if (on_drop_) on_drop_(tags);
}

void PageCache::expire_all() {
    {
        // Renders that are under way saw what is doubted now.
        std::lock_guard lock(drop_mutex_);
        forgotten_ = drops_.load(std::memory_order_relaxed) + 1;
        drops_.store(forgotten_, std::memory_order_release);
    }
    for (Shard& shard : shards_) {
        std::lock_guard lock(shard.mutex);
        for (Entry& entry : shard.entries) entry.fresh = false;
    }
}

bool PageCache::dropped_since(const EncodedResponse& page, Moment started) const {
    if (now() == started) return false;
    std::lock_guard lock(drop_mutex_);
    if (forgotten_ > started) return true;
    return std::any_of(dropped_tags_.rbegin(), dropped_tags_.rend(), [&](const auto& dropped) {
        return dropped.first > started &&
               std::find(page.tags.begin(), page.tags.end(), dropped.second) != page.tags.end();
    });
}

void PageCache::clear() {
    for (Shard& shard : shards_) {
        std::lock_guard lock(shard.mutex);
        shard.by_key.clear();
        shard.entries.clear();
        shard.bytes = 0;
    }
}

PageCache::Totals PageCache::totals() const {
    Totals totals;
    for (const Shard& shard : shards_) {
        std::lock_guard lock(shard.mutex);
        totals.pages += shard.entries.size();
        totals.bytes += shard.bytes;
        totals.renders += shard.flights.size();
    }
    return totals;
}

}  // namespace warraq::serve
