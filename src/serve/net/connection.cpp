#include "serve/net/connection.h"

namespace warraq::serve {
Connection::Connection(Loop& loop, Channel channel)
    : loop_(loop),
      memory_(loop.memory, loop.dispatcher.limits().connection_memory),
      channel_(std::move(channel)),
      deadline_(coarse_now()) {
    memory_.add(MemoryUse::Connection, kOwnBytes);
    count_tls();
    loop_.add(*this);
}

void Connection::end_for_memory() {
    memory_.mark_ending(freed_by_ending());
    loop_.metrics.ended_for_memory.fetch_add(1, std::memory_order_relaxed);
    close();
}

Connection::~Connection() {
    loop_.remove(*this);
}

}  // namespace warraq::serve
