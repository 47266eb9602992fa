#pragma once

#include <chrono>

namespace warraq::serve {

using SteadyTime = std::chrono::steady_clock::time_point;

// The steady clock to a few milliseconds, at a fraction of its price: fine for time limits, taken four times
// a request.
SteadyTime coarse_now();

// While one lives, coarse_now() of its thread stands still at `now`: for the simulator of connections.
class SimulatedClock {
  public:
    explicit SimulatedClock(SteadyTime start = SteadyTime(std::chrono::hours(1)));
    ~SimulatedClock();
    SimulatedClock(const SimulatedClock&) = delete;
    SimulatedClock& operator=(const SimulatedClock&) = delete;

    SteadyTime now;
};

}  // namespace warraq::serve
