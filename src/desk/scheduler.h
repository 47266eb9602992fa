// Publishes scheduled stories and frees places of the front page when their time comes: to the second,
// exactly once, also what came due while no server ran. A story whose embargo ends later than its time waits
// for that. The move is one transaction that sees whether the story is still scheduled, so that a restart or
// a hand that was faster changes nothing. And once a minute it has `tidy` remove what was left behind. A
// thread of its own.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "store/store.h"

namespace warraq::desk {

class Scheduler {
  public:
    // `tidy` is called on the scheduler's thread and must not throw; it may be empty.
    explicit Scheduler(store::Store& store, std::function<void(Instant now)> tidy = {});
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

  private:
    void run();

    store::Store& store_;
    const std::function<void(Instant)> tidy_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

// All that is due; how many were published. Error: as the store; the others are published all the same.
Result<int> publish_due(store::Store& store, Instant now);
// Frees the places of the front page whose time is over.
Result<void> clear_front(store::Store& store, Instant now);

}  // namespace warraq::desk
