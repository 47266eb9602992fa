#include "desk/background.h"

#include <spdlog/spdlog.h>

namespace warraq::desk {

void Background::post(std::function<void()> job) {
    const std::scoped_lock lock(mutex_);
    if (waiting_.size() >= kMostWaiting) return spdlog::error("{}: too many wait; one is dropped", name_);
    waiting_.push_back(std::move(job));
    if (running_)
        running_->wake();
    else
        running_.emplace(name_, [this](BackgroundTask&) { return run_one(); });
}

BackgroundTask::Pause Background::run_one() {
    std::unique_lock lock(mutex_);
    if (waiting_.empty()) return BackgroundTask::kUntilWoken;
    const auto job = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    job();
    return {};
}

}  // namespace warraq::desk
