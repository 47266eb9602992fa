// Frames of HTTP/2 that carry no request and no data cost us and not their sender: so many may come, and some
// more each second. A browser sends a few for each page; what it gets by the data that it acknowledges.
// Belongs to the session's thread.
#pragma once

#include <algorithm>
#include <chrono>

#include "serve/net/clock.h"

namespace warraq::serve {

class AbuseBudget {
  public:
    static constexpr double kFrame = 1, kReset = 5;  // prices

    // False: there is nothing left.
    bool spend(double price) {
        const auto moment = coarse_now();
        const double seconds = std::chrono::duration<double>(moment - at_).count();
        at_ = moment;
        left_ = std::min(kFull, left_ + seconds * kPerSecond) - price;
        return left_ >= 0;
    }
    void add_for_data() { left_ = std::min(kFull, left_ + kForData); }

  private:
    static constexpr double kFull = 1000, kPerSecond = 100, kForData = 2;

    double left_ = kFull;
    SteadyTime at_ = coarse_now();
};

}  // namespace warraq::serve
