// Follows the store's change feed and drops from the page cache what each change touches.
#pragma once

#include <atomic>
#include <thread>

#include "serve/page_cache.h"
#include "store/store.h"

namespace warraq::site {

class ChangeFollower {
  public:
    // Starts after the feed's last entry: a cache that is empty has nothing to drop.
    ChangeFollower(store::Store& store, serve::PageCache& cache);
    ~ChangeFollower();
    ChangeFollower(const ChangeFollower&) = delete;
    ChangeFollower& operator=(const ChangeFollower&) = delete;

  private:
    void follow();
    Result<void> apply();

    store::Store& store_;
    serve::PageCache& cache_;
    std::int64_t seq_ = 0;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace warraq::site
