// What all loops' connections are counted by, beside Metrics: the limits are the server's, however many loops
// the system spreads its connections over. Thread-safe.
#pragma once

#include <atomic>
#include <cstddef>

#include "serve/address_count.h"

namespace warraq::serve {

struct ConnectionCount {
    // `most_of_address`: connections.
    explicit ConnectionCount(std::size_t most_of_address) : addresses(most_of_address) {}

    std::atomic<std::size_t> handshakes{0};  // of TLS, each from the peer's first byte
    AddressCount addresses;
};

}  // namespace warraq::serve
