// Changes that wait for the writer's thread, in the order in which they came.
//
//     auto done = queue.run(work);                        // whoever writes: waits until it is committed
//
//     while (const auto waiting = queue.wait())           // the writer's thread
//         while (auto* job = queue.begin()) … queue.finish(*job, outcome);
//
// A job that was begun is waited for, however long it takes: it may be committed. One that was not begun in
// time is taken out again and will never be. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

#include "base/result.h"

namespace warraq::store {
class Writer;
}

namespace warraq::store::sql {

class WriteQueue {
  public:
    struct Limits {
        std::size_t waiting = 0;           // most jobs that wait to be begun
        std::chrono::milliseconds wait{};  // of each, to be begun
    };
    explicit WriteQueue(const Limits& limits) : limits_(limits) {}

    using Work = std::function<Result<void>(Writer&)>;

    // What finish() was told. Error: Unavailable at once when the queue is full, and when the job was not
    // begun in time.
    Result<void> run(const Work& work);

    // For the writer's thread.
    class Job {
      public:
        explicit Job(const Work& work) : work_(work) {}
        Result<void> do_work(Writer& writer) const { return work_(writer); }

      private:
        friend class WriteQueue;
        enum class State { Waiting, Begun, Done };

        const Work& work_;
        State state_ = State::Waiting;
        Result<void> outcome_;
        std::condition_variable done_;
    };
    // How many wait, at least one; 0 when it was told to stop and none is left.
    std::size_t wait();
    Job* begin();                                 // the next one; nullptr when none waits
    void finish(Job& job, Result<void> outcome);  // `job` is gone when it returns

    // What waits is still done.
    void stop();

  private:
    const Limits limits_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Job*> waiting_;  // on the stacks of those who wait
    bool stopping_ = false;
};

}  // namespace warraq::store::sql
