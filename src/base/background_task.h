// Work on a thread of its own, turn by turn, until it is stopped: periodic, or when somebody wakes it.
//
//     BackgroundTask task("backups", [this](BackgroundTask&) {
//         look_what_is_due();
//         return 20s;                                // pause before the next turn; kUntilWoken: no limit
//     });
//     task.wake();                                   // the next turn begins at once
//
// Turns never overlap. What a turn throws is told in the log, and the next one comes kAfterException later.
// Where turns use members of the class that owns the task, the task is its last member: it is stopped before
// they go.
//
// Thread-safe. stop() and the destructor return once the turn under way has ended: a turn that takes long
// asks stopping(), or rests by rest().
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace warraq {

class BackgroundTask {
  public:
    using Pause = std::chrono::milliseconds;
    static constexpr Pause kUntilWoken = Pause::max();
    static constexpr Pause kAfterException{1'000};

    // Called on the task's thread, with the task; how long until the next turn.
    using Turn = std::function<Pause(BackgroundTask& task)>;

    // Starts the thread. `name`: as the system shows it (15 bytes at the most) and as the log tells it.
    // `first`: until the first turn. Throws std::system_error where there is no thread to be had.
    BackgroundTask(std::string name, Turn turn, Pause first = Pause::zero());
    ~BackgroundTask();
    BackgroundTask(const BackgroundTask&) = delete;
    BackgroundTask& operator=(const BackgroundTask&) = delete;

    // The next turn begins at once; where one is under way, another follows it.
    void wake();

    // No turn begins any more, and none is under way when it returns. Not from a turn.
    void stop();
    bool stopping() const { return stopping_; }

    // For a turn: waits that long, whoever wakes the task meanwhile. False, at once: it is to stop.
    bool rest(Pause pause);

  private:
    void run(Pause first);
    Pause take_turn();

    const std::string name_;
    const Turn turn_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::atomic<bool> stopping_{false};  // written under the mutex
    bool woken_ = false;
    std::thread thread_;
};

}  // namespace warraq
