#include "serve/net/socket_transport.h"

#include <netinet/tcp.h>

namespace warraq::serve {
namespace {

// Bytes that the system takes for a peer beyond what is on its way. With the megabytes that it takes by
// itself, who reads slowly seems to take nothing for a minute, and what is asked for next waits behind them.
constexpr int kMostUnsent = 64 * 1024;

using MostUnsent = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_NOTSENT_LOWAT>;

}  // namespace

void advance(Parts& parts, std::size_t bytes) {
    for (auto& part : parts) {
        const std::size_t done = std::min(bytes, part.size());
        part += done;
        bytes -= done;
    }
}

SocketTransport::SocketTransport(Socket socket) : socket_(std::move(socket)) {
    error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.set_option(MostUnsent(kMostUnsent), ignored);
    socket_.non_blocking(true, ignored);
}

std::size_t SocketTransport::read_some(asio::mutable_buffer room, error_code& error) {
    return socket_.read_some(asio::buffer(room), error);
}

std::size_t SocketTransport::peek(asio::mutable_buffer room, error_code& error) {
    return socket_.receive(asio::buffer(room), asio::socket_base::message_peek, error);
}

std::size_t SocketTransport::write_some(const Parts& parts, error_code& error) {
    const std::size_t sent = socket_.write_some(parts, error);
    if (error == asio::error::interrupted) error = asio::error::would_block;
    return sent;
}

Awaitable<error_code> SocketTransport::wait(Direction direction) {
    const auto [error] = co_await socket_.async_wait(
        direction == Direction::Read ? asio::socket_base::wait_read : asio::socket_base::wait_write, kAwait);
    co_return error;
}

Awaitable<Transport::Read> SocketTransport::read(asio::mutable_buffer room) {
    const auto [error, count] = co_await socket_.async_read_some(asio::buffer(room), kAwait);
    co_return Read{error, count};
}

bool SocketTransport::shutdown_send() {
    error_code error;
    socket_.shutdown(asio::socket_base::shutdown_send, error);
    return !error;
}

void SocketTransport::cancel() {
    error_code ignored;
    socket_.cancel(ignored);
}

void SocketTransport::close() {
    error_code ignored;
    socket_.close(ignored);
}

}  // namespace warraq::serve
