// Purges caches in front of the site (Varnish, a CDN) by the tags that were dropped here.
//
// Sends PURGE to each cache's address with the tags in `xkey-purge` and `Surrogate-Key`, in batches that fit
// in a header field. Each batch is sent again a second later: a response that was on its way to the cache the
// first time was not in it yet. Failed requests are retried with growing delays until they succeed.
// Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
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
    class Cache;  // each with a thread of its own, so that one that is down does not delay the others

    std::atomic<bool> stopping_{false};
    std::vector<std::unique_ptr<Cache>> caches_;
};

}  // namespace warraq::site
