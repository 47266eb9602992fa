#pragma once

#include <chrono>

namespace warraq::serve {

using SteadyTime = std::chrono::steady_clock::time_point;

// The steady clock to a few milliseconds, at a fraction of its price: fine for time limits, taken four times
// a request.
SteadyTime coarse_now();

}  // namespace warraq::serve
