#include "serve/connection.h"

namespace warraq::serve {

void Wire::comes_from(const std::string& address, const Edge& edge) {
    peer = address;
    const auto parsed = IpAddress::from(address);
    trusted = parsed && edge.trusts(*parsed);
}

Awaitable<boost::system::error_code> Wire::wait_for(TlsSession::Need need) {
    const auto [error] = co_await socket.async_wait(
        need == TlsSession::Need::ToWrite ? asio::socket_base::wait_write : asio::socket_base::wait_read,
        kAwait);
    co_return error;
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
