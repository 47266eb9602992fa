// A thread that keeps an index up with the store: a story that is published is found within a second.
#pragma once

#include <atomic>
#include <thread>

#include "search/index.h"
#include "store/store.h"

namespace warraq::search {

class IndexFollower {
  public:
    IndexFollower(const Index& index, store::Store& store);
    ~IndexFollower();
    IndexFollower(const IndexFollower&) = delete;
    IndexFollower& operator=(const IndexFollower&) = delete;

  private:
    void follow();

    const Index& index_;
    store::Store& store_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace warraq::search
