// Connections that read, made when first needed and handed around.
//
//     auto connection = pool.acquire(ReaderPool::Priority::Reader);
//     …
//     pool.release(std::move(connection), ReaderPool::Priority::Reader);
//
// Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "store/sql/engine.h"

namespace warraq::store::sql {

class ReaderPool {
  public:
    // Readers of the site may use all connections, others all but those that are kept for readers.
    enum class Priority { Reader, Other };

    struct Limits {
        int connections = 0;       // 1 or more
        int kept_for_readers = 0;  // of these; others may use one in any case
        std::chrono::milliseconds wait{};
    };
    ReaderPool(Engine& engine, const Limits& limits);

    // Waits for a free one, at most as long as the limit says. Throws Failure: Unavailable when none became
    // free; what opening a connection throws.
    std::unique_ptr<Connection> acquire(Priority priority);

    // `priority` of these: what it was acquired with.
    void release(std::unique_ptr<Connection> connection, Priority priority);
    void discard(Priority priority);  // it broke
    // After one broke: the others that no one uses broke with it.
    void discard_idle();

  private:
    bool has_room(Priority priority) const;
    void end_use(Priority priority);

    Engine& engine_;
    const Limits limits_;
    const int most_others_;
    std::mutex mutex_;
    std::condition_variable for_readers_, for_others_;
    std::vector<std::unique_ptr<Connection>> idle_;
    int used_ = 0, used_by_others_ = 0;  // connections; the second ones are among the first
};

}  // namespace warraq::store::sql
