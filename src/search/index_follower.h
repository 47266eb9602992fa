// A thread that keeps an index up with the store: a story that is published is found within a second. While
// the index cannot be written, it is tried again after a pause that grows to half a minute, and told in the
// log.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

#include "search/index.h"
#include "store/store.h"

namespace warraq::search {

class IndexFollower {
  public:
    // Called on the follower's thread with the stories whose related ones are others now.
    using OnRelated = std::function<void(const std::vector<story::StoryId>&)>;
    IndexFollower(const Index& index, store::Store& store, OnRelated on_related = {});
    ~IndexFollower();
    IndexFollower(const IndexFollower&) = delete;
    IndexFollower& operator=(const IndexFollower&) = delete;

  private:
    void follow();
    void pause(std::chrono::milliseconds how_long) const;  // cut short when it is to end

    const Index& index_;
    store::Store& store_;
    const OnRelated on_related_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace warraq::search
