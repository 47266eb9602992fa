#include "serve/arrival.h"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "serve/http1.h"
#include "serve/http2.h"
#include "serve/proxy_header.h"

namespace warraq::serve {

void Arrival::start(Loop& loop, Socket socket, const TlsContext* tls) {
    boost::system::error_code ignored;
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket.non_blocking(true, ignored);
    const auto peer = socket.remote_endpoint(ignored);
    Wire wire(std::move(socket));
    if (!ignored && !wire.comes_from(peer.address().to_string(), loop)) return;
    if (!tls && !(wire.trusted && loop.edge.proxy_protocol))
        return Http1Connection::start(loop, std::move(wire));
    auto executor = wire.socket.get_executor();
    auto arrival = std::shared_ptr<Arrival>(new Arrival(loop, std::move(wire), tls));
    asio::co_spawn(
        executor, [arrival]() -> Awaitable<void> { co_await arrival->run(); }, asio::detached);
}

Arrival::Arrival(Loop& loop, Wire wire, const TlsContext* tls)
    : Connection(loop, std::move(wire)), tls_(tls) {
    deadline_ = coarse_now() + loop_.dispatcher.limits().head_time;
}

Awaitable<void> Arrival::run() {
    try {
        if (wire_.trusted && loop_.edge.proxy_protocol) {
            const bool told = co_await read_proxy_header();
            if (!told) co_return;
        }
        if (tls_) {
            const bool agreed = co_await shake_hands();
            if (!agreed) co_return;
        }
        if (wire_.tls && wire_.tls->agreed_on_http2())
            Http2Connection::start(loop_, std::move(wire_));
        else
            Http1Connection::start(loop_, std::move(wire_));
    } catch (const std::exception&) {
        // Out of memory for this connection; the others go on.
    }
}

// Only looked at until it is whole: what comes after it is not ours to take yet.
Awaitable<bool> Arrival::read_proxy_header() {
    std::array<char, kLongestProxyHeader> bytes{};
    std::size_t seen = 0;
    while (true) {
        const auto error = co_await wire_.wait_for(TlsSession::Need::ToRead);
        if (error) co_return false;
        boost::system::error_code failed;
        const auto count = wire_.socket.receive(asio::buffer(bytes), asio::socket_base::message_peek, failed);
        if (failed == asio::error::would_block) continue;
        if (failed || count == seen) co_return false;  // a piece at a time is no proxy
        seen = count;
        ProxyHeader header;
        const auto found = find_proxy_header({bytes.data(), count}, header);
        if (found == ProxyHeaderFound::Broken) co_return false;
        if (found == ProxyHeaderFound::NotYet) continue;
        wire_.socket.receive(asio::buffer(bytes.data(), header.size), 0, failed);
        const bool may_come = header.address.empty() || wire_.comes_from(header.address, loop_);
        co_return may_come && !failed;
    }
}

Awaitable<bool> Arrival::shake_hands() {
    wire_.tls = std::make_unique<TlsSession>(*tls_, wire_.socket.native_handle());
    while (true) {
        const auto need = wire_.tls->shake_hands();
        if (need == TlsSession::Need::Nothing) co_return true;
        if (need == TlsSession::Need::End) co_return false;
        const auto error = co_await wire_.wait_for(need);
        if (error) co_return false;
    }
}

}  // namespace warraq::serve
