// Bytes to and from one peer: a TCP socket in the server, memory in the simulator of connections.
//
//     boost::system::error_code error;
//     const auto count = transport.read_some(asio::buffer(room), error);
//     if (error == asio::error::would_block) error = co_await transport.wait(Transport::Direction::Read);
//
// Belongs to the thread of its executor.
#pragma once

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <utility>

namespace warraq::serve {

namespace asio = boost::asio;
using boost::system::error_code;
using Executor = asio::io_context::executor_type;

template <class T>
using Awaitable = asio::awaitable<T, Executor>;
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> kAwait{};

// Head, its last lines, body: what one gather write takes.
using Parts = std::array<asio::const_buffer, 3>;
void advance(Parts& parts, std::size_t bytes);  // past what was sent

class Transport {
  public:
    enum class Direction { Read, Write };
    using Read = std::pair<error_code, std::size_t>;

    virtual ~Transport() = default;

    virtual Executor executor() = 0;

    // These never wait. 0 bytes with would_block when the peer has sent nothing or takes nothing, with eof at
    // the end of what it sends, with another error when the connection broke.
    virtual std::size_t read_some(asio::mutable_buffer room, error_code& error) = 0;
    virtual std::size_t peek(asio::mutable_buffer room,
                             error_code& error) = 0;  // what read_some() would give
    virtual std::size_t write_some(const Parts& parts, error_code& error) = 0;

    // Until it is worth a try; operation_aborted after cancel() or close(). Several may wait at once.
    virtual Awaitable<error_code> wait(Direction direction) = 0;
    // read_some(), after waiting where that is needed: one step where a socket has one.
    virtual Awaitable<Read> read(asio::mutable_buffer room) = 0;

    virtual bool shutdown_send() = 0;  // the peer reads our end; false where the connection is gone
    virtual void cancel() = 0;         // whoever waits goes on with operation_aborted
    virtual void close() = 0;          // cancel(), and nothing is sent or read any more
};

}  // namespace warraq::serve
