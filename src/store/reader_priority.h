// Who may use the connections that are kept for readers of the site (StoreOptions::kept_for_readers).
//
//     const store::ReaderPriority mark;     // at the start of what answers a reader
//     auto snapshot = store.snapshot();
//
// Everyone else (the desk, followers of the change feed, exports, checks) shares the rest: however many long
// snapshots they hold, readers go on. Thread-safe: the mark belongs to the calling thread. It nests.
#pragma once

namespace warraq::store {

class ReaderPriority {
  public:
    ReaderPriority();
    ~ReaderPriority();
    ReaderPriority(const ReaderPriority&) = delete;
    ReaderPriority& operator=(const ReaderPriority&) = delete;

    static bool of_this_thread();
};

}  // namespace warraq::store
