// What all loops' connections are counted by, beside Metrics: the limits are the server's, however many loops
// the system spreads its connections over. Thread-safe.
#pragma once

#include <atomic>
#include <cstddef>

#include "serve/limits/address_count.h"
#include "serve/limits/limits.h"

namespace warraq::serve {

struct ConnectionCount {
    explicit ConnectionCount(const Limits& limits)
        : addresses(limits.connections_of_address), followers(limits.followers_of_address) {}

    std::atomic<std::size_t> handshakes{0};  // of TLS, each from the peer's first byte
    AddressCount addresses;
    AddressCount followers;  // readers who follow events, by address
};

}  // namespace warraq::serve
