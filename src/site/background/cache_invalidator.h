// Follows the store's change feed, on a thread of its own, and drops the pages that each change affects from
// the page cache.
#pragma once

#include <functional>
#include <optional>

#include "base/background_task.h"
#include "base/log_throttle.h"
#include "serve/cache/page_cache.h"
#include "store/store.h"

namespace warraq::site {

class CacheInvalidator {
  public:
    // Called once at the start, and after changes to stories once the cache has dropped their pages: `seq` is
    // the last change that it knows of. On the invalidator's thread.
    using OnStories = std::function<Result<void>(store::Reader&, std::int64_t seq)>;

    // Called after changes to settings, before pages made under the old ones are dropped.
    using OnSettings = std::function<Result<void>(store::Reader&)>;

    // Starts after the feed's last entry, so the cache must be empty.
    CacheInvalidator(store::Store& store, serve::PageCache& cache, OnStories on_stories,
                     OnSettings on_settings);
    CacheInvalidator(const CacheInvalidator&) = delete;
    CacheInvalidator& operator=(const CacheInvalidator&) = delete;

  private:
    BackgroundTask::Pause follow();
    Result<void> apply();

    store::Store& store_;
    serve::PageCache& cache_;
    const OnStories on_stories_;
    const OnSettings on_settings_;
    std::int64_t seq_ = 0;
    LogThrottle unread_;                       // of a feed that cannot be read
    std::optional<BackgroundTask> following_;  // once seq_ is known
};

// Whether readers can see a story of this status, or may have seen it before.
bool is_known_to_readers(story::Status status);

// For a search::IndexFollower: drops the pages of stories whose related stories changed.
std::function<void(const std::vector<story::StoryId>&)> drop_related(serve::PageCache& cache);

// For a MostReadWriter: drops the pages that show the ranking.
std::function<void()> drop_most_read(serve::PageCache& cache);

}  // namespace warraq::site
