#include "serve/net/connection_handshake.h"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "serve/http/http1.h"
#include "serve/http/http2.h"
#include "serve/net/proxy_header.h"

namespace warraq::serve {

void ConnectionHandshake::start(Loop& loop, Channel channel, const TlsContext* tls) {
    if (!tls && !(channel.trusted() && loop.edge.proxy_protocol))
        return Http1Connection::start(loop, std::move(channel));
    auto executor = channel.executor();
    auto handshake =
        std::shared_ptr<ConnectionHandshake>(new ConnectionHandshake(loop, std::move(channel), tls));
    asio::co_spawn(
        executor, [handshake]() -> Awaitable<void> { co_await handshake->run(); }, asio::detached);
}

ConnectionHandshake::ConnectionHandshake(Loop& loop, Channel channel, const TlsContext* tls)
    : Connection(loop, std::move(channel)), tls_(tls) {
    deadline_ = coarse_now() + loop_.dispatcher.limits().head_time;
}

Awaitable<void> ConnectionHandshake::run() {
    try {
        if (channel_.trusted() && loop_.edge.proxy_protocol) {
            const bool told = co_await read_proxy_header();
            if (!told) co_return;
        }
        if (tls_) {
            const bool agreed = co_await begin_tls();
            if (!agreed) co_return;
        }
        if (channel_.agreed_on_http2())
            Http2Connection::start(loop_, std::move(channel_));
        else
            Http1Connection::start(loop_, std::move(channel_));
    } catch (const std::exception&) {
        // Out of memory for this connection; the others go on.
    }
}

// Who says nothing costs no session.
Awaitable<bool> ConnectionHandshake::begin_tls() {
    const auto error = co_await channel_.wait(Transport::Direction::Read);
    if (error) co_return false;
    const Loop::Handshake counted(loop_, *this);
    channel_.begin_tls(*tls_);
    count_tls();
    co_return co_await channel_.handshake();
}

// Only looked at until it is whole: what comes after it is not ours to take yet.
Awaitable<bool> ConnectionHandshake::read_proxy_header() {
    std::array<char, kLongestProxyHeader> bytes{};
    std::size_t seen = 0;
    while (true) {
        const auto error = co_await channel_.wait(Transport::Direction::Read);
        if (error) co_return false;
        error_code failed;
        Transport& transport = channel_.transport();
        const auto count = transport.peek(asio::buffer(bytes), failed);
        if (failed == asio::error::would_block) continue;
        if (failed || count == seen) co_return false;  // a piece at a time is no proxy
        seen = count;
        ProxyHeader header;
        const auto found = find_proxy_header({bytes.data(), count}, header);
        if (found == ProxyHeaderFound::Broken) co_return false;
        if (found == ProxyHeaderFound::NotYet) continue;
        transport.read_some(asio::buffer(bytes.data(), header.size), failed);
        const bool may_come =
            header.address.empty() || channel_.admit(header.address, loop_.edge, loop_.count.addresses);
        if (!may_come) loop_.metrics.refused.fetch_add(1, std::memory_order_relaxed);
        co_return may_come && !failed;
    }
}

}  // namespace warraq::serve
