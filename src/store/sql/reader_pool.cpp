#include "store/sql/reader_pool.h"

#include <algorithm>
#include <fmt/format.h>

namespace warraq::store::sql {

ReaderPool::ReaderPool(Engine& engine, const Limits& limits)
    : engine_(engine),
      limits_(limits),
      most_others_(std::max(1, limits.connections - limits.kept_for_readers)) {}

bool ReaderPool::has_room(Priority priority) const {
    return used_ < limits_.connections && (priority == Priority::Reader || used_by_others_ < most_others_);
}

std::unique_ptr<Connection> ReaderPool::acquire(Priority priority) {
    auto& freed = priority == Priority::Reader ? for_readers_ : for_others_;
    std::unique_lock lock(mutex_);
    if (!freed.wait_for(lock, limits_.wait, [&] { return has_room(priority); }))
        throw Failure({Error::Kind::Unavailable,
                       fmt::format("the database is busy: of the {} connections that may read at once none "
                                   "became free within {} s; try again in a moment",
                                   priority == Priority::Reader ? limits_.connections : most_others_,
                                   std::chrono::duration<double>(limits_.wait).count())});
    ++used_;
    if (priority == Priority::Other) ++used_by_others_;
    if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
    }
    lock.unlock();
    try {
        return engine_.open(Access::Read);
    } catch (...) {
        discard(priority);
        throw;
    }
}

// One of either kind is woken: which of them finds room is known only then.
void ReaderPool::end_use(Priority priority) {
    --used_;
    if (priority == Priority::Other) --used_by_others_;
    for_readers_.notify_one();
    for_others_.notify_one();
}

void ReaderPool::release(std::unique_ptr<Connection> connection, Priority priority) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
    end_use(priority);
}

void ReaderPool::discard(Priority priority) {
    const std::lock_guard lock(mutex_);
    end_use(priority);
}

void ReaderPool::discard_idle() {
    std::vector<std::unique_ptr<Connection>> idle;
    const std::lock_guard lock(mutex_);
    idle.swap(idle_);
}

}  // namespace warraq::store::sql
