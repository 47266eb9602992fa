// Server-sent events for open desks: after each change that a user may know of, the sequence number of the
// change feed. The page then asks for what changed, with that user's own permissions.
//
// Each listener has a stream of their own. It ends soon after their session does, for whatever reason, and
// sends nothing in between. Runs a thread; thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "base/background_task.h"
#include "desk/auth/visitor.h"
#include "serve/http/event_stream.h"
#include "store/store.h"

namespace warraq::desk {

class Live {
  public:
    // Whether a session goes on and its account is as it was. Called on Live's thread; may throw a Problem.
    using StillThere = std::function<bool(store::Reader&, const Visitor&)>;
    Live(store::Store& store, StillThere still_there);
    Live(const Live&) = delete;
    Live& operator=(const Live&) = delete;

    // A stream that is fed for as long as someone holds it. Problem 503.
    std::shared_ptr<const serve::EventStream> listen(const Visitor& visitor);

  private:
    struct Listener {
        Visitor visitor;
        std::weak_ptr<serve::EventStream> stream;
        std::int64_t told = 0;  // changes up to this number were sent, or were not for them
    };
    BackgroundTask::Pause follow(const BackgroundTask& task);
    void look_after(std::vector<Listener>& listeners, const BackgroundTask& task);
    // Those that someone holds, out of listeners_, to be put back when they are looked after.
    std::vector<Listener> held_listeners();

    store::Store& store_;
    const StillThere still_there_;
    std::mutex mutex_;
    std::vector<Listener> listeners_;
    std::int64_t seq_ = 0;  // the last change that was looked at
    std::chrono::steady_clock::time_point look_again_;
    BackgroundTask following_;
};

}  // namespace warraq::desk
