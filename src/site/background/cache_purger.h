// Tells caches in front (Varnish, a CDN) which tags were dropped, so that they drop what they keep by them.
//
// PURGE at each cache's address, the tags in `xkey-purge` and `Surrogate-Key` as many as fit in a field. All
// that waits is told at once, and once more a second later: an answer that was on its way to the cache at the
// first time was not in it yet. A cache that does not answer is told again, later and later, until it does.
// Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace warraq::site {

class CachePurger {
  public:
    struct Timing {
        std::chrono::milliseconds again{500}, most{30'000};  // after a failure; doubled up to the most
        std::chrono::milliseconds patience{5'000};           // with one answer
        std::chrono::milliseconds once_more{1'000};
    };

    // Without addresses it does nothing.
    CachePurger(std::vector<std::string> addresses, Timing timing);
    explicit CachePurger(std::vector<std::string> addresses) : CachePurger(std::move(addresses), Timing{}) {}
    ~CachePurger();
    CachePurger(const CachePurger&) = delete;
    CachePurger& operator=(const CachePurger&) = delete;

    void purge(const std::vector<std::string>& tags);  // quick

  private:
    using Clock = std::chrono::steady_clock;
    // One for each cache: one that is away keeps no other waiting.
    struct Cache {
        std::string address;
        std::set<std::string> tags;                                                  // still to be told
        std::deque<std::pair<Clock::time_point, std::vector<std::string>>> repeats;  // by time
        std::thread thread;
    };
    void tell(Cache& cache);
    struct Round {
        std::vector<std::string> tags;
        bool repeat = false;
    };
    Round next(std::unique_lock<std::mutex>& lock, Cache& cache);

    const Timing timing_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::atomic<bool> stopping_{false};
    std::vector<Cache> caches_;
};

}  // namespace warraq::site
