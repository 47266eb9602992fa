// Work that has to happen once, whichever of a newsroom's nodes does it.
//
//     auto claim = Lease::take(store, "backup");      // nullptr: another node is at it
//     if (claim && *claim) … until it ends
//
// It is held for seconds and renewed by a thread of its own for as long as the Lease lives: when its node
// dies, or is cut off, others may take it half a minute later. One that is cut off may not know yet: what
// must not happen twice even then asks held() just before.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "base/background_task.h"
#include "store/store.h"

namespace warraq::store {

class Lease {
  public:
    static constexpr std::chrono::seconds kLease{30};

    // Error: as the store.
    static Result<std::unique_ptr<Lease>> take(Store& store, std::string name,
                                               std::chrono::seconds lease = kLease);
    ~Lease();  // gives it back, with what was done
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    std::int64_t done() const { return done_; }  // how far the work has come; 0 at its very first
    void done(std::int64_t how_far) { done_ = how_far; }
    bool held() const { return held_; }

  private:
    Lease(Store& store, std::string name, std::string holder, std::chrono::seconds lease, std::int64_t done);
    void renew();

    Store& store_;
    const std::string name_, holder_;
    const std::chrono::seconds lease_;
    std::atomic<std::int64_t> done_;
    std::atomic<bool> held_{true};
    std::chrono::steady_clock::time_point renewed_ = std::chrono::steady_clock::now();
    BackgroundTask renewing_;
};

}  // namespace warraq::store
