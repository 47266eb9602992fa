#include "store/sql/held.h"

#include <cstdio>
#include <cstdlib>
#include <spdlog/spdlog.h>

#include "base/log_throttle.h"

namespace warraq::store::sql {
namespace {

thread_local int held = 0;
thread_local bool writes = false;

}  // namespace

void broke_rule(const char* what) {
#ifndef NDEBUG
    std::fprintf(stderr, "A rule of the store is broken: %s\n", what);
    std::abort();
#else
    static LogThrottle seldom;
    if (const auto times = seldom.tell())
        spdlog::error("a rule of the store is broken: {} ({} since this was told)", what, *times);
#endif
}

HeldSnapshot::HeldSnapshot() {
    ++held;
}
HeldSnapshot::~HeldSnapshot() {
    if (thread_ == std::this_thread::get_id())
        --held;
    else
        broke_rule("a snapshot ends on another thread than the one that took it");
}

WriterThread::WriterThread() {
    writes = true;
}
WriterThread::~WriterThread() {
    writes = false;
}
bool WriterThread::is_this_thread() {
    return writes;
}

void check_may_take_snapshot() {
    if (held > 0) broke_rule("a thread that holds a snapshot takes a second one");
    if (writes) broke_rule("a snapshot is taken within a write, whose Writer reads");
}

void check_may_write() {
    if (held > 0) broke_rule("a thread waits for a write while it holds a snapshot");
    if (writes) broke_rule("a write is begun within a write");
}

}  // namespace warraq::store::sql
