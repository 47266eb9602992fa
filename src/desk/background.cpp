#include "desk/background.h"

#include <spdlog/spdlog.h>

namespace warraq::desk {

Background::~Background() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Background::post(std::function<void()> job) {
    const std::scoped_lock lock(mutex_);
    if (waiting_.size() >= kMostWaiting) return spdlog::error("{}: too many wait; one is dropped", name_);
    waiting_.push_back(std::move(job));
    if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
    wake_.notify_all();
}

void Background::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) return;
        const auto job = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        job();
        lock.lock();
    }
}

}  // namespace warraq::desk
