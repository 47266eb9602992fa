// How often one address may do something: a token bucket for each, in memory only, under a keyed hash so that
// not even a core dump holds readers' addresses. Thread-safe.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/crypto.h"
#include "serve/limits/shared_limits.h"

namespace warraq::serve {

// What of an address tells one customer from another: all of IPv4's, "192.0.2.1"; of IPv6's the /64 that each
// is handed, "2001:db8:1:2", however the address is written. What is no address is its own.
std::string network_of(std::string_view address);

class AddressLimiter {
  public:
    // `burst` at once, then one more each `interval`; an interval of zero limits nothing.
    AddressLimiter(int burst, std::chrono::milliseconds interval);
    // One limit with those of the same name elsewhere; `name` is a word. Alone where `shared` is none.
    AddressLimiter(int burst, std::chrono::milliseconds interval, std::shared_ptr<SharedLimits> shared,
                   std::string name);
    ~AddressLimiter();
    AddressLimiter(const AddressLimiter&) = delete;
    AddressLimiter& operator=(const AddressLimiter&) = delete;

    bool allow(std::string_view address, std::chrono::steady_clock::time_point moment);

  private:
    // A bucket as the moment at which it is full again (generic cell rate algorithm, ITU-T I.371).
    using Full = std::chrono::steady_clock::time_point;
    Full& bucket(const std::string& hash, Full moment);
    void forget_full(Full moment);

    friend class SharedLimits;
    // `count` times were allowed elsewhere.
    void count(const std::string& hash, int count, Full moment);

    const int burst_;
    const std::chrono::milliseconds interval_;
    const std::shared_ptr<SharedLimits> shared_;
    const std::string name_;
    const crypto::Key key_;
    std::mutex mutex_;
    std::unordered_map<std::string, Full> buckets_;
};

}  // namespace warraq::serve
