#include "serve/net/clock.h"

#include <time.h>

namespace warraq::serve {
namespace {

thread_local const SimulatedClock* simulated = nullptr;

}  // namespace

SteadyTime coarse_now() {
    if (simulated) return simulated->now;
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
    return SteadyTime(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
}

SimulatedClock::SimulatedClock(SteadyTime start) : now(start) {
    simulated = this;
}
SimulatedClock::~SimulatedClock() {
    simulated = nullptr;
}

}  // namespace warraq::serve
