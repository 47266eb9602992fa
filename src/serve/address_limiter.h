// How often one address may do something: a token bucket for each, in memory only, under a keyed hash so that
// not even a core dump holds readers' addresses. Thread-safe.
#pragma once

#include <chrono>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "base/crypto.h"

namespace warraq::serve {

// What of an address tells one customer from another: an IPv6 network hands each a /64.
std::string_view network_of(std::string_view address);

class AddressLimiter {
  public:
    // `burst` at once, then one more each `interval`; an interval of zero limits nothing.
    AddressLimiter(int burst, std::chrono::milliseconds interval);

    bool allow(std::string_view address, std::chrono::steady_clock::time_point moment);

  private:
    // A bucket as the moment at which it is full again (generic cell rate algorithm, ITU-T I.371).
    using Full = std::chrono::steady_clock::time_point;
    void forget_full(Full moment);

    const int burst_;
    const std::chrono::milliseconds interval_;
    const crypto::Key key_ = crypto::random_key();
    std::mutex mutex_;
    std::unordered_map<std::string, Full> buckets_;
};

}  // namespace warraq::serve
