// PURGE requests to caches in front.
#include "site/background/cache_purger.h"

#include <algorithm>
#include <deque>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <mutex>
#include <set>
#include <spdlog/spdlog.h>
#include <utility>

#include "base/background_task.h"
#include "outgoing/http_call.h"
#include "outgoing/told_address.h"

namespace warraq::site {
namespace {

constexpr std::size_t kMostBytes = 4'000;  // of tags in a field; Varnish takes 8 KiB

// Why the request failed; empty when it succeeded.
std::string send(outgoing::HttpCall& cache, const std::string& tags) {
    const auto answer =
        cache.perform({.method = "PURGE", .fields = {"xkey-purge: " + tags, "Surrogate-Key: " + tags}});
    if (!answer) return answer.error().message;
    return outgoing::succeeded(answer->status) ? "" : fmt::format("it answers {}", answer->status);
}

}  // namespace

class CachePurger::Cache {
  public:
    // The machine's owner named it (serve.purge): caches in front mostly stand inside.
    Cache(std::string address, const Timing& timing, const std::atomic<bool>& stopping)
        : address_(std::move(address)),
          timing_(timing),
          again_(timing.again),
          call_(address_, outgoing::Reach::anywhere(),
                {.time = timing.patience, .stopped = [&stopping] { return stopping.load(); }}),
          purging_(
              "purge", [this](BackgroundTask& task) { return purge_some(task); },
              BackgroundTask::kUntilWoken) {}

    void purge(const std::vector<std::string>& tags) {
        {
            const std::lock_guard lock(mutex_);
            tags_.insert(tags.begin(), tags.end());
        }
        purging_.wake();
    }

  private:
    using Clock = std::chrono::steady_clock;
    struct Batch {
        std::vector<std::string> tags;  // empty: none is due
        bool repeat = false;
    };

    Batch next() {
        const std::lock_guard lock(mutex_);
        if (!repeats_.empty() && repeats_.front().first <= Clock::now()) {
            Batch batch{std::move(repeats_.front().second), true};
            repeats_.pop_front();
            return batch;
        }
        Batch batch;
        for (std::size_t bytes = 0; !tags_.empty();) {
            const auto tag = tags_.begin();
            if (!batch.tags.empty() && bytes + tag->size() > kMostBytes) break;
            bytes += tag->size() + 1;
            batch.tags.push_back(std::move(tags_.extract(tag).value()));
        }
        return batch;
    }

    BackgroundTask::Pause until_next_repeat() const {
        if (repeats_.empty()) return BackgroundTask::kUntilWoken;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(repeats_.front().first - Clock::now());
        return std::max(left, std::chrono::milliseconds(0));
    }

    BackgroundTask::Pause purge_some(BackgroundTask& task) {
        Batch batch = next();
        if (batch.tags.empty()) return until_next_repeat();
        const std::string problem = send(call_, fmt::format("{}", fmt::join(batch.tags, " ")));
        if (problem.empty()) {
            logged_.clear();
            again_ = timing_.again;
            if (!batch.repeat) repeats_.emplace_back(Clock::now() + timing_.once_more, std::move(batch.tags));
            return {};
        }
        {
            const std::lock_guard lock(mutex_);
            tags_.insert(batch.tags.begin(), batch.tags.end());
        }
        if (task.stopping()) return {};
        if (logged_ != problem)
            spdlog::error("the cache at {} is not told what changed: {}; it is tried again",
                          outgoing::told_address(address_), problem);
        logged_ = problem;
        task.rest(again_);
        again_ = std::min(2 * again_, timing_.most);
        return {};
    }

    const std::string address_;
    const Timing timing_;
    std::mutex mutex_;
    std::set<std::string> tags_;  // not sent yet; under the mutex
    // The thread's own:
    std::deque<std::pair<Clock::time_point, std::vector<std::string>>> repeats_;  // ordered by time
    std::string logged_;  // the same failure is logged once
    std::chrono::milliseconds again_;
    outgoing::HttpCall call_;
    BackgroundTask purging_;
};

CachePurger::CachePurger(std::vector<std::string> addresses, Timing timing) {
    for (std::string& address : addresses)
        caches_.push_back(std::make_unique<Cache>(std::move(address), timing, stopping_));
}

// All requests are broken off at once.
CachePurger::~CachePurger() {
    stopping_ = true;
}

void CachePurger::purge(const std::vector<std::string>& tags) {
    for (const auto& cache : caches_) cache->purge(tags);
}

}  // namespace warraq::site
