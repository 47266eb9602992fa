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
    // Prices. Settings are the dearest: they may open the windows of all streams.
    static constexpr double kFrame = 1, kReset = 5, kSettings = 20;

    // False: there is nothing left.
    bool spend(double price) {
        const auto moment = coarse_now();
        const double seconds = std::chrono::duration<double>(moment - at_).count();
        at_ = moment;
        left_ = std::min(kFull, left_ + seconds * kPerSecond) - price;
        return left_ >= 0;
    }
    // For a frame of data that was sent. A reader who opens its windows byte by byte earns next to nothing.
    void add_for_data(std::size_t bytes, bool last) {
        const double share = last ? 1 : std::min(1.0, static_cast<double>(bytes) / kWholeFrame);
        left_ = std::min(kFull, left_ + share * kForData);
    }

  private:
    static constexpr double kFull = 1000, kPerSecond = 100, kForData = 2;
    static constexpr double kWholeFrame = 1024;  // bytes

    double left_ = kFull;
    SteadyTime at_ = coarse_now();
};

}  // namespace warraq::serve
