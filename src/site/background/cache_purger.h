// Purges caches in front of the site (Varnish, a CDN) by the tags that were dropped here.
//
// Sends PURGE to each cache's address with the tags in `xkey-purge` and `Surrogate-Key`, in batches that fit
// in a header field. Each batch is sent again a second later: a response that was on its way to the cache the
// first time was not in it yet. Failed requests are retried with growing delays until they succeed.
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
        std::chrono::milliseconds again{500}, most{30'000};  // delay after a failure; doubles up to `most`
        std::chrono::milliseconds patience{5'000};           // for one response
        std::chrono::milliseconds once_more{1'000};
    };

    // Does nothing without addresses.
    CachePurger(std::vector<std::string> addresses, Timing timing);
    explicit CachePurger(std::vector<std::string> addresses) : CachePurger(std::move(addresses), Timing{}) {}
    ~CachePurger();
    CachePurger(const CachePurger&) = delete;
    CachePurger& operator=(const CachePurger&) = delete;

    void purge(const std::vector<std::string>& tags);  // does not block

  private:
    using Clock = std::chrono::steady_clock;
    // Each cache has its own thread, so that one that is down does not delay the others.
    struct Cache {
        std::string address;
        std::set<std::string> tags;                                                  // not sent yet
        std::deque<std::pair<Clock::time_point, std::vector<std::string>>> repeats;  // ordered by time
        std::thread thread;
    };
    void run(Cache& cache);
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
