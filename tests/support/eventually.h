// Waits of tests for what another thread or process does.
#pragma once

#include <chrono>
#include <thread>

namespace warraq::testing {

// Whether it comes to be so within a minute: a busy machine may take its time.
template <class Holds>
bool eventually(Holds holds, std::chrono::milliseconds step = std::chrono::milliseconds(10)) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(step);
    }
    return true;
}

}  // namespace warraq::testing
