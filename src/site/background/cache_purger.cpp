// PURGE requests to caches in front.
#include "site/background/cache_purger.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

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

CachePurger::CachePurger(std::vector<std::string> addresses, Timing timing)
    : timing_(timing), caches_(addresses.size()) {
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        caches_[i].address = std::move(addresses[i]);
        caches_[i].thread = std::thread([this, &cache = caches_[i]] { run(cache); });
    }
}

CachePurger::~CachePurger() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (Cache& cache : caches_) cache.thread.join();
}

void CachePurger::purge(const std::vector<std::string>& tags) {
    if (caches_.empty()) return;
    {
        std::lock_guard lock(mutex_);
        for (Cache& cache : caches_) cache.tags.insert(tags.begin(), tags.end());
    }
    wake_.notify_all();
}

// Waits for tags to send. Empty when the thread is to stop.
CachePurger::Round CachePurger::next(std::unique_lock<std::mutex>& lock, Cache& cache) {
    while (!stopping_) {
        if (!cache.repeats.empty() && cache.repeats.front().first <= Clock::now()) {
            Round round{std::move(cache.repeats.front().second), true};
            cache.repeats.pop_front();
            return round;
        }
        Round round;
        for (std::size_t bytes = 0; !cache.tags.empty();) {
            const auto tag = cache.tags.begin();
            if (!round.tags.empty() && bytes + tag->size() > kMostBytes) break;
            bytes += tag->size() + 1;
            round.tags.push_back(std::move(cache.tags.extract(tag).value()));
        }
        if (!round.tags.empty()) return round;
        if (cache.repeats.empty())
            wake_.wait(lock);
        else
            wake_.wait_until(lock, cache.repeats.front().first);
    }
    return {};
}

void CachePurger::run(Cache& cache) {
    // The machine's owner named it (serve.purge): caches in front mostly stand inside.
    outgoing::HttpCall call(cache.address, outgoing::Reach::anywhere(),
                            {.time = timing_.patience, .stopped = [this] { return stopping_.load(); }});
    std::string logged;  // the same failure is logged once
    auto again = timing_.again;
    std::unique_lock lock(mutex_);
    while (true) {
        Round round = next(lock, cache);
        if (round.tags.empty()) return;
        lock.unlock();
        const std::string problem = send(call, fmt::format("{}", fmt::join(round.tags, " ")));
        lock.lock();
        if (problem.empty()) {
            logged.clear();
            again = timing_.again;
            if (!round.repeat)
                cache.repeats.emplace_back(Clock::now() + timing_.once_more, std::move(round.tags));
            continue;
        }
        cache.tags.insert(round.tags.begin(), round.tags.end());
        if (stopping_) return;
        if (logged != problem)
            spdlog::error("the cache at {} is not told what changed: {}; it is tried again",
                          outgoing::told_address(cache.address), problem);
        logged = problem;
        wake_.wait_for(lock, again, [&] { return stopping_.load(); });
        again = std::min(2 * again, timing_.most);
    }
}

}  // namespace warraq::site
