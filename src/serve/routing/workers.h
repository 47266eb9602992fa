// Threads that make answers, beside the event loops, which may not wait.
//
//     WorkerPool workers({.name = "pages", .threads = 4, .most_waiting = 1024});
//     if (!workers.post([] { … })) answer(503);
//
// Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace warraq::serve {

// What runs work that may wait. The simulator of connections has one of its own, without threads.
class Workers {
  public:
    using Work = std::function<void()>;

    virtual ~Workers() = default;

    // False: too much waits already, or it was stopped. What work throws is told in the log.
    virtual bool post(Work work) = 0;
    // Finishes what was posted, then ends. Nothing is taken afterwards.
    virtual void stop() = 0;

    struct Load {
        std::size_t threads = 0, running = 0, waiting = 0;
        // How long nothing was begun while something waited: 0 where all is well.
        std::chrono::nanoseconds stuck{};
    };
    virtual Load load() const = 0;
};

class WorkerPool final : public Workers {
  public:
    struct Options {
        std::string name;  // of its threads, as the system shows them: 15 bytes at the most
        int threads = 1;
        std::size_t most_waiting = 1024;
    };
    explicit WorkerPool(Options options);
    ~WorkerPool() override;
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    bool post(Work work) override;
    void stop() override;
    Load load() const override;

  private:
    using Clock = std::chrono::steady_clock;

    void run();

    const Options options_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Work> waiting_;
    std::size_t running_ = 0;
    Clock::time_point last_begun_ = Clock::now();  // or the queue was empty
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace warraq::serve
