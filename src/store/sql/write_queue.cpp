#include "store/sql/write_queue.h"

#include <fmt/format.h>

namespace warraq::store::sql {

Result<void> WriteQueue::run(const Work& work) {
    Job job(work);
    std::unique_lock lock(mutex_);
    if (waiting_.size() >= limits_.waiting)
        return unavailable(fmt::format(
            "the database is busy: {} changes wait to be written; try again in a moment", waiting_.size()));
    waiting_.push_back(&job);
    arrived_.notify_one();
    if (!job.done_.wait_for(lock, limits_.wait, [&] { return job.state_ != Job::State::Waiting; })) {
        std::erase(waiting_, &job);
        return unavailable(
            fmt::format("the database is busy: nothing was changed, since writing did not begin within {} s; "
                        "try again in a moment",
                        std::chrono::duration<double>(limits_.wait).count()));
    }
    job.done_.wait(lock, [&] { return job.state_ == Job::State::Done; });
    return std::move(job.outcome_);
}

std::size_t WriteQueue::wait() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    return waiting_.size();
}

WriteQueue::Job* WriteQueue::begin() {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) return nullptr;
    Job* job = waiting_.front();
    waiting_.pop_front();
    job->state_ = Job::State::Begun;  // whoever waits need not wake for it
    return job;
}

void WriteQueue::finish(Job& job, Result<void> outcome) {
    const std::lock_guard lock(mutex_);
    job.outcome_ = std::move(outcome);
    job.state_ = Job::State::Done;
    job.done_.notify_one();  // under the lock: whoever waits takes the job away as soon as it is free
}

void WriteQueue::stop() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    arrived_.notify_one();
}

}  // namespace warraq::store::sql
