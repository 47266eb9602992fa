// A TCP socket as a Transport.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "serve/net/transport.h"

namespace warraq::serve {

using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

class SocketTransport final : public Transport {
  public:
    // Makes it non-blocking, and sends small answers at once (TCP_NODELAY).
    explicit SocketTransport(Socket socket);

    Executor executor() override { return socket_.get_executor(); }
    std::size_t read_some(asio::mutable_buffer room, error_code& error) override;
    std::size_t peek(asio::mutable_buffer room, error_code& error) override;
    std::size_t write_some(const Parts& parts, error_code& error) override;
    Awaitable<error_code> wait(Direction direction) override;
    Awaitable<Read> read(asio::mutable_buffer room) override;
    bool shutdown_send() override;
    void cancel() override;
    void close() override;

  private:
    Socket socket_;
};

}  // namespace warraq::serve
