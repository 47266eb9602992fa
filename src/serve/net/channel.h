// A transport, the TLS that may be spoken over it, and who is at the other end: what HTTP is spoken over.
//
//     Channel channel(std::move(transport));
//     channel.begin_tls(context);
//     if (!co_await channel.handshake()) co_return;
//     const auto [error, count] = co_await channel.read(asio::buffer(room));
//
// The TLS session lives as long as the channel does: a write that waits never finds it gone. Belongs to one
// thread.
#pragma once

#include <memory>
#include <string>

#include "serve/limits/address_count.h"
#include "serve/net/proxy_policy.h"
#include "serve/net/tls.h"
#include "serve/net/transport.h"

namespace warraq::serve {

class Channel {
  public:
    explicit Channel(std::unique_ptr<Transport> transport) : transport_(std::move(transport)) {}

    // Who is at the other end, and whether it is a proxy that is believed about whom it speaks for. False:
    // the address has as many connections as one may.
    bool admit(const std::string& address, const ProxyPolicy& edge, AddressCount& addresses);
    const std::string& peer() const { return peer_; }
    bool trusted() const { return trusted_; }

    void begin_tls(const TlsContext& context);
    Awaitable<bool> handshake();  // false: the peer is gone or speaks no TLS that we do
    std::size_t tls_memory() const { return tls_ ? tls_->memory() : 0; }
    bool secure() const { return tls_ != nullptr; }
    bool agreed_on_http2() const { return tls_ && tls_->agreed_on_http2(); }

    // At least one byte, or an error: eof at the end, operation_aborted after cancel().
    Awaitable<Transport::Read> read(asio::mutable_buffer room);

    // What one call that does not wait did. Blocked: wait for `direction`, then make the same call again, a
    // write with bytes that begin as those that are left.
    enum class Step { Done, Blocked, Ended };
    struct Outcome {
        Step step = Step::Done;
        std::size_t bytes = 0;
        Transport::Direction direction = Transport::Direction::Read;
    };
    Outcome read_some(asio::mutable_buffer room);
    Outcome write_some(Parts parts);  // all of it, as long as it goes

    Awaitable<error_code> wait(Transport::Direction direction) { return transport_->wait(direction); }

    // Says that nothing more comes, then reads on for a moment, so that what the peer still sends does not
    // reset our last words away (RFC 9112, 9.6). Nothing may be writing.
    Awaitable<void> linger();

    Transport& transport() { return *transport_; }
    Executor executor() { return transport_->executor(); }
    void cancel() { transport_->cancel(); }
    void close() { transport_->close(); }

  private:
    Awaitable<Transport::Read> read_tls(asio::mutable_buffer room);
    Outcome write_tls(Parts parts);
    Outcome read_past();

    std::unique_ptr<Transport> transport_;
    std::unique_ptr<TlsSession> tls_;  // looks into *transport_; nullptr: in the clear
    std::string peer_;
    bool trusted_ = false;
    AddressCount::Slot seat_;
};

}  // namespace warraq::serve
