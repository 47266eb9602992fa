// A thread that keeps an index up with the store: a story that is published is found within a second. While
// the index cannot be written, it is tried again after a pause that grows to half a minute, and told in the
// log.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "base/background_task.h"
#include "base/log_throttle.h"
#include "search/index.h"
#include "search/indexer.h"
#include "store/store.h"

namespace warraq::search {

class IndexFollower {
  public:
    // Called on the follower's thread with the stories whose related ones are others now.
    using OnRelated = std::function<void(const std::vector<story::StoryId>&)>;
    IndexFollower(const Index& index, store::Store& store, OnRelated on_related = {});
    IndexFollower(const IndexFollower&) = delete;
    IndexFollower& operator=(const IndexFollower&) = delete;

  private:
    std::chrono::milliseconds follow(const BackgroundTask& task);  // until it is to go on
    Result<void> index(const BackgroundTask& task, bool& more);
    void tell(const Error& error);

    const Index& index_;
    store::Store& store_;
    const OnRelated on_related_;
    Indexer indexer_;
    LogThrottle told_again_;
    std::string told_;  // why it failed last; empty while it does not
    std::chrono::seconds next_pause_;
    BackgroundTask following_;
};

}  // namespace warraq::search
