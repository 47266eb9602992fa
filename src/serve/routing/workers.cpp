#include "serve/routing/workers.h"

#include <algorithm>
#include <pthread.h>
#include <spdlog/spdlog.h>

namespace warraq::serve {

WorkerPool::WorkerPool(Options options) : options_(std::move(options)) {
    const int count = std::max(1, options_.threads);
    threads_.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        threads_.emplace_back([this] { run(); });
        pthread_setname_np(threads_.back().native_handle(), options_.name.substr(0, 15).c_str());
    }
}

WorkerPool::~WorkerPool() {
    stop();
}

bool WorkerPool::post(Work work) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || waiting_.size() >= options_.most_waiting) return false;
        if (waiting_.empty()) last_begun_ = Clock::now();
        waiting_.push_back(std::move(work));
    }
    arrived_.notify_one();
    return true;
}

void WorkerPool::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_all();
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

Workers::Load WorkerPool::load() const {
    const std::lock_guard lock(mutex_);
    Load load{.threads = threads_.size(), .running = running_, .waiting = waiting_.size()};
    if (!waiting_.empty()) load.stuck = Clock::now() - last_begun_;
    return load;
}

void WorkerPool::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        auto work = std::move(waiting_.front());
        waiting_.pop_front();
        last_begun_ = Clock::now();
        ++running_;
        lock.unlock();
        try {
            work();
        } catch (const std::exception& error) {
            spdlog::error("a worker was interrupted: {}", error.what());
        } catch (...) {
            spdlog::error("a worker was interrupted: {}", "an exception that is no std::exception");
        }
        work = nullptr;  // what it holds is gone before anyone may be told that it is done
        lock.lock();
        --running_;
    }
}

}  // namespace warraq::serve
