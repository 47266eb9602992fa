// Keeps a repeating message from filling the log: logs the first one, then one per interval with a count.
//
//     if (const auto times = seldom_.tell()) spdlog::error("… ({} times)", *times);
//
// Thread-safe.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <utility>

namespace warraq {

class LogThrottle {
  public:
    using Clock = std::chrono::steady_clock;
    explicit LogThrottle(std::chrono::seconds between = std::chrono::seconds(60)) : between_(between) {}

    // How often it happened since it was told last, this time among them; nothing while it is not to be told.
    std::optional<int> tell(Clock::time_point now = Clock::now()) {
        const std::lock_guard lock(mutex_);
        ++times_;
        if (now < next_) return std::nullopt;
        next_ = now + between_;
        return std::exchange(times_, 0);
    }

  private:
    const std::chrono::seconds between_;
    std::mutex mutex_;
    Clock::time_point next_{};
    int times_ = 0;
};

}  // namespace warraq
