// Tells the desks that are open that something has changed: the change feed's number, after each change. What
// changed is asked for then, with the asker's own permissions. A thread of its own.
#pragma once

#include <atomic>
#include <memory>
#include <thread>

#include "serve/event_stream.h"
#include "store/store.h"

namespace warraq::desk {

class Live {
  public:
    explicit Live(store::Store& store);
    ~Live();
    Live(const Live&) = delete;
    Live& operator=(const Live&) = delete;

    const std::shared_ptr<serve::EventStream>& events() const { return events_; }

  private:
    void run();

    store::Store& store_;
    const std::shared_ptr<serve::EventStream> events_ = std::make_shared<serve::EventStream>();
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace warraq::desk
