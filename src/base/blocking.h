// Which threads may wait for disk or database, and which may not.
//
// An event loop serves thousands of readers on one thread: one read of a slow disk there holds all of them
// up. A loop's thread marks itself; whatever touches disk, database or index asserts that it is not on such a
// thread.
//
//     const EventLoopThread mark;              // at the start of the loop's thread
//     assert_may_block("read a file");         // at the start of a call that may wait
//
// Thread-safe: the mark belongs to the calling thread.
#pragma once

#include <cstdint>

namespace warraq {

// Marks the calling thread as an event loop's for as long as this lives. Does not nest.
class EventLoopThread {
  public:
    EventLoopThread();
    ~EventLoopThread();
    EventLoopThread(const EventLoopThread&) = delete;
    EventLoopThread& operator=(const EventLoopThread&) = delete;
};

// On an event loop's thread: ends the program in debug and sanitized builds, naming `what`; in a release
// build it is counted, since a slow answer is better than none.
void assert_may_block(const char* what);

// How often assert_may_block() failed in this process. 0 in a program without faults.
std::uint64_t blocked_event_loops();

}  // namespace warraq
