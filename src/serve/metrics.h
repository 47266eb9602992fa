// What the server counts, and its text for Prometheus. All counters are relaxed atomics: cheap, thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace warraq::serve {

class Metrics {
  public:
    using Counter = std::atomic<std::uint64_t>;

    void count_answer(int status, std::size_t bytes) {
        answers_[static_cast<std::size_t>(status / 100) % answers_.size()].fetch_add(
            1, std::memory_order_relaxed);
        bytes_.fetch_add(bytes, std::memory_order_relaxed);
    }
    void count_render(std::chrono::nanoseconds took);

    // The latest answers that took their handler long, newest first.
    struct Slow {
        std::string path;
        std::chrono::milliseconds took{};
        Instant at{};
    };
    static constexpr std::chrono::milliseconds kSlow{250};
    void note_slow(std::string_view path, std::chrono::nanoseconds took);
    std::vector<Slow> slow() const;

    Counter hits{0}, misses{0}, stale{0};           // of the page cache
    Counter accepted{0}, refused{0}, timed_out{0};  // connections
    Counter ended_for_memory{0};                    // where all held too much, or too many shook hands
    Counter accept_failures{0};
    std::atomic<std::int64_t> open{0};       // connections now …
    std::atomic<std::int64_t> following{0};  // … and those among them that follow events

    // A level that is not the server's own, asked each time the text is made; nothing while it is not known.
    struct Level {
        std::string name, help;
        std::function<std::optional<double>()> now;
        bool only_grows = false;  // a counter to Prometheus
        // One of several under the same name, which are watched one after the other: {"type", "bodies"}.
        std::pair<std::string, std::string> label = {};
    };
    void watch(Level level);  // before the server starts

    // Prometheus' text format, with the page cache's totals.
    std::string text(std::size_t cached_pages, std::size_t cached_bytes) const;

  private:
    static constexpr std::array<double, 8> kBounds = {0.0005, 0.001, 0.002, 0.005,
                                                      0.01,   0.05,  0.25,  1};  // seconds

    std::array<Counter, 6> answers_{};  // by hundreds of the status
    Counter bytes_{0};
    std::array<Counter, kBounds.size() + 1> renders_{};
    Counter render_nanoseconds_{0};
    static constexpr std::size_t kSlowKept = 20;
    mutable std::mutex slow_mutex_;
    std::deque<Slow> slow_;
    std::vector<Level> levels_;
};

}  // namespace warraq::serve
