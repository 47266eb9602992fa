// Runs small jobs one after another on a thread of its own, so that whoever posts one need not wait for it.
// At most kMostWaiting jobs wait; further ones are dropped and logged. Jobs still waiting at destruction are
// not run. Thread-safe.
//
//     Background jobs("mail");                    // the name is for the log
//     jobs.post([=] { send(letter); });           // must not throw
#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "base/background_task.h"

namespace warraq::desk {

class Background {
  public:
    static constexpr std::size_t kMostWaiting = 100;

    explicit Background(std::string name) : name_(std::move(name)) {}
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

    void post(std::function<void()> job);

  private:
    BackgroundTask::Pause run_one();

    const std::string name_;
    std::mutex mutex_;
    std::deque<std::function<void()>> waiting_;
    std::optional<BackgroundTask> running_;  // from the first job on
};

}  // namespace warraq::desk
