// Checks the threading rules of store.h, which prevent deadlocks. Debug and sanitized builds abort with a
// message on a violation; release builds log it, and the timeouts resolve the deadlock.
#pragma once

#include <thread>

namespace warraq::store::sql {

// Ends the program in debug and sanitized builds.
void broke_rule(const char* what);

// Of the thread that makes it, for as long as it lives; ends on the same thread.
class HeldSnapshot {
  public:
    HeldSnapshot();
    ~HeldSnapshot();
    HeldSnapshot(const HeldSnapshot&) = delete;
    HeldSnapshot& operator=(const HeldSnapshot&) = delete;

  private:
    const std::thread::id thread_ = std::this_thread::get_id();
};

// Marks the calling thread as one that runs a store's transactions, for as long as this lives.
class WriterThread {
  public:
    WriterThread();
    ~WriterThread();
    WriterThread(const WriterThread&) = delete;
    WriterThread& operator=(const WriterThread&) = delete;

    static bool is_this_thread();
};

// Before a snapshot is taken, and before a change is asked for.
void check_may_take_snapshot();
void check_may_write();

}  // namespace warraq::store::sql
