#include "base/blocking.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace warraq {
namespace {

thread_local bool is_event_loop = false;
std::atomic<std::uint64_t> failures{0};

}  // namespace

EventLoopThread::EventLoopThread() {
    is_event_loop = true;
}
EventLoopThread::~EventLoopThread() {
    is_event_loop = false;
}

void assert_may_block(const char* what) {
    if (!is_event_loop) return;
    failures.fetch_add(1, std::memory_order_relaxed);
#ifndef NDEBUG
    std::fprintf(stderr, "An event loop's thread was about to wait: %s\n", what);
    std::abort();
#else
    (void)what;
#endif
}

std::uint64_t blocked_event_loops() {
    return failures.load(std::memory_order_relaxed);
}

}  // namespace warraq
