// When sessions were last used. Written on a background thread, so that a request that only reads does not
// wait for a write. What is not written when the program ends is lost: at most a minute of a session's idle
// time. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>

#include "base/time.h"
#include "desk/background.h"
#include "store/store.h"

namespace warraq::desk {

class LastSeen {
  public:
    explicit LastSeen(store::Store& store) : store_(store) {}

    void note(std::int64_t session, Instant seen);

  private:
    void write();

    store::Store& store_;
    std::mutex mutex_;
    std::map<std::int64_t, Instant> waiting_;  // by the session
    bool writing_ = false;                     // a write is under way or about to begin
    Background background_{"sessions"};        // ends before what it uses does
};

}  // namespace warraq::desk
