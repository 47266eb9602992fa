// Follows the store's change feed on a thread of its own and drops from the page cache what each change
// touches.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "base/log_throttle.h"
#include "serve/cache/page_cache.h"
#include "store/store.h"

namespace warraq::site {

class CacheInvalidator {
  public:
    // Called after changes to stories, when the cache knows of all up to `seq`, and at the start.
    using OnStories = std::function<Result<void>(store::Reader&, std::int64_t seq)>;

    // Called after changes to settings, before the cache drops what was made under the old ones.
    using OnSettings = std::function<Result<void>(store::Reader&)>;

    // Starts after the feed's last entry: a cache that is empty has nothing to drop.
    CacheInvalidator(store::Store& store, serve::PageCache& cache, OnStories on_stories,
                     OnSettings on_settings);
    ~CacheInvalidator();
    CacheInvalidator(const CacheInvalidator&) = delete;
    CacheInvalidator& operator=(const CacheInvalidator&) = delete;

  private:
    void follow();
    Result<void> apply();

    store::Store& store_;
    serve::PageCache& cache_;
    const OnStories on_stories_;
    const OnSettings on_settings_;
    std::int64_t seq_ = 0;
    LogThrottle unread_;  // told of in the log
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

// Whether readers see a story of that status, or may have seen it.
bool is_known_to_readers(story::Status status);

// For a search::IndexFollower: drops the pages of stories whose related ones are others now.
std::function<void(const std::vector<story::StoryId>&)> drop_related(serve::PageCache& cache);

// For a MostReadWriter: drops the pages that show what is read most.
std::function<void()> drop_most_read(serve::PageCache& cache);

}  // namespace warraq::site
