#include "serve/connection.h"

#include <array>

namespace warraq::serve {

bool Wire::comes_from(const std::string& address, Loop& loop) {
    peer = address;
    const auto parsed = IpAddress::from(address);
    trusted = parsed && loop.edge.trusts(*parsed);
    if (trusted) return true;
    seat = loop.addresses.take(address);
    if (!seat) loop.metrics.refused.fetch_add(1, std::memory_order_relaxed);
    return seat != nullptr;
}

Awaitable<boost::system::error_code> Wire::wait_for(TlsSession::Need need) {
    const auto [error] = co_await socket.async_wait(
        need == TlsSession::Need::ToWrite ? asio::socket_base::wait_write : asio::socket_base::wait_read,
        kAwait);
    co_return error;
}

std::size_t Wire::pass_over_some() {
    std::array<char, 4096> bytes;
    boost::system::error_code error;
    return socket.receive(asio::buffer(bytes), 0, error);
}

Awaitable<void> Wire::linger() {
    constexpr std::size_t kMost = 256 * 1024;
    if (tls) {
        tls->say_goodbye();
        tls.reset();
    }
    boost::system::error_code error;
    socket.shutdown(asio::socket_base::shutdown_send, error);
    if (error) co_return;
    for (std::size_t total = 0; total < kMost;) {
        error = co_await wait_for(TlsSession::Need::ToRead);
        const std::size_t count = error ? 0 : pass_over_some();
        if (count == 0) co_return;
        total += count;
    }
}

Connection::Connection(Loop& loop, Wire wire) : loop_(loop), wire_(std::move(wire)), deadline_(coarse_now()) {
    loop_.add(*this);
}

Connection::~Connection() {
    loop_.remove(*this);
}

void Connection::close() {
    boost::system::error_code ignored;
    wire_.socket.close(ignored);
}

}  // namespace warraq::serve
