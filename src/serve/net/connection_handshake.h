// What comes before the first request: the PROXY header of a trusted proxy and the TLS handshake. Then the
// connection of the protocol that was agreed on takes over.
#pragma once

#include "serve/net/connection.h"

namespace warraq::serve {

class ConnectionHandshake final : public Connection {
  public:
    // `tls`: what is spoken at this entrance; nullptr for none. Runs by itself until it is decided, then is
    // gone.
    static void start(Loop& loop, Channel channel, const TlsContext* tls);

    void time_is_up() override { close(); }
    bool idle() const override { return false; }
    Activity activity() const override { return Activity::None; }
    SteadyTime progress() const override { return begun_; }
    bool following() const override { return false; }
    bool behind() const override { return false; }
    void wake() override {}

  private:
    ConnectionHandshake(Loop& loop, Channel channel, const TlsContext* tls);

    Awaitable<void> run();
    Awaitable<bool> read_proxy_header();  // false: no proxy, or gone
    Awaitable<bool> begin_tls();          // false: the peer is gone or speaks no TLS that we do

    const TlsContext* const tls_;
    const SteadyTime begun_ = coarse_now();
};

}  // namespace warraq::serve
