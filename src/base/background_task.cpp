#include "base/background_task.h"

#include <exception>
#include <pthread.h>
#include <spdlog/spdlog.h>
#include <utility>

namespace warraq {

BackgroundTask::BackgroundTask(std::string name, Turn turn, Pause first)
    : name_(std::move(name)), turn_(std::move(turn)), thread_([this, first] { run(first); }) {}

BackgroundTask::~BackgroundTask() {
    stop();
}

void BackgroundTask::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    changed_.notify_all();
}

void BackgroundTask::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool BackgroundTask::rest(Pause pause) {
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, pause, [this] { return stopping_.load(); });
}

void BackgroundTask::run(Pause first) {
    constexpr std::size_t kLongestName = 15;  // bytes that the kernel keeps
    pthread_setname_np(pthread_self(), name_.substr(0, kLongestName).c_str());
    const auto is_next = [this] { return stopping_ || woken_; };
    for (Pause pause = first;; pause = take_turn()) {
        std::unique_lock lock(mutex_);
        if (pause == kUntilWoken)
            changed_.wait(lock, is_next);
        else
            changed_.wait_for(lock, pause, is_next);
        if (stopping_) return;
        woken_ = false;
    }
}

BackgroundTask::Pause BackgroundTask::take_turn() {
    try {
        return turn_(*this);
    } catch (const std::exception& error) {
        spdlog::error("{}: {}", name_, error.what());
    } catch (...) {
        spdlog::error("{}: something was thrown that is no exception", name_);
    }
    return kAfterException;
}

}  // namespace warraq
