// Work on many things in three steps at once: while one batch is written, the next one is read and prepared,
// on several threads.
//
//     Batches<Line, Outcome> batches(200, machine.import_threads(), [](Line& line) { … },
//                                    [](std::vector<Line>&& lines) -> Result<Outcome> { … },
//                                    [](Outcome&& outcome) { … });
//     batches.take(line);  …  batches.finish();
//
// Batches are written in order, one at a time. Two are held at once: each ends with `size` things, or before
// those are more than kMostBytes. Belongs to one thread; `prepare` is called from `threads`, each with a
// thing of its own, `write` from another one.
#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <utility>
#include <vector>

#include "base/result.h"

namespace warraq::archive {

template <class Thing, class Outcome>
class Batches {
  public:
    using Prepare = std::function<void(Thing&)>;
    using Write = std::function<Result<Outcome>(std::vector<Thing>&&)>;
    using Written = std::function<void(Outcome&&)>;

    Batches(std::size_t size, int threads, Prepare prepare, Write write, Written written)
        : size_(size),
          threads_(static_cast<std::size_t>(std::max(1, threads))),
          prepare_(std::move(prepare)),
          write_(std::move(write)),
          written_(std::move(written)) {}

    static constexpr std::size_t kMostBytes = 16u << 20;

    // `bytes`: about what it takes in memory. Error: of a batch that was taken before.
    Result<void> take(Thing thing, std::size_t bytes = 0) {
        waiting_.push_back(std::move(thing));
        waiting_bytes_ += bytes;
        return waiting_.size() < size_ && waiting_bytes_ < kMostBytes ? Result<void>{} : send();
    }

    // All that was taken is written when this returns.
    Result<void> finish() {
        if (auto sent = send(); !sent) return sent;
        return wait();
    }

  private:
    Result<void> send() {
        prepare();
        waiting_bytes_ = 0;
        if (auto done = wait(); !done) return done;
        if (!waiting_.empty())
            writing_ = std::async(std::launch::async, [this, batch = std::exchange(waiting_, {})]() mutable {
                return write_(std::move(batch));
            });
        return {};
    }

    void prepare() {
        if (!prepare_ || waiting_.empty()) return;
        const auto threads = std::min(threads_, waiting_.size());
        std::atomic<std::size_t> next = 0;
        const auto share = [&] {
            for (std::size_t i = next++; i < waiting_.size(); i = next++) prepare_(waiting_[i]);
        };
        std::vector<std::future<void>> others;
        for (std::size_t thread = 1; thread < threads; ++thread)
            others.push_back(std::async(std::launch::async, share));
        share();
        for (auto& other : others) other.get();
    }

    Result<void> wait() {
        if (!writing_.valid()) return {};
        auto outcome = writing_.get();
        if (!outcome) return fail(outcome.error());
        written_(std::move(*outcome));
        return {};
    }

    const std::size_t size_, threads_;
    const Prepare prepare_;
    const Write write_;
    const Written written_;
    std::vector<Thing> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::future<Result<Outcome>> writing_;
};

}  // namespace warraq::archive
