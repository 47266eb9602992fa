// One thread's event loop: its listening socket, its connections, and the clock that ends the slow ones.
#pragma once

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <thread>
#include <vector>

#include "serve/access_log.h"
#include "serve/limits/memory_budget.h"
#include "serve/net/clock.h"
#include "serve/net/connection_count.h"
#include "serve/net/proxy_policy.h"
#include "serve/net/socket_transport.h"
#include "serve/routing/dispatcher.h"

namespace warraq::serve {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

class Connection;

class Loop {
  public:
    Loop(Dispatcher& dispatcher, Metrics& metrics, MemoryTotal& memory, ConnectionCount& count,
         const AccessLog& log, const ProxyPolicy& edge);
    ~Loop();

    // The port that it is. `tls`: spoken there; nullptr for none.
    Result<std::uint16_t> listen(const asio::ip::tcp::endpoint& endpoint, const TlsContext* tls);
    void start();
    void drain();  // thread-safe
    void join();
    // How long ago it looked after its connections last: a quarter of a second, or it is held up.
    // Thread-safe; 0 before start() and after its end.
    std::chrono::nanoseconds since_last_sweep() const;

    // What start() does by itself, for the simulator of connections, which is loop and clock in one.
    asio::io_context& context() { return context_; }
    void take_in(std::unique_ptr<Transport> transport, const std::string& peer, const TlsContext* tls);
    void look_after_connections();  // ends what took too long, wakes what has something to tell
    void begin_drain();
    std::vector<const Connection*> connections() const;

    // For Connection, on the loop's thread.
    void add(Connection& connection);
    void remove(Connection& connection);
    bool draining() const { return draining_; }
    // One that is under way, for as long as this object is there. It takes much memory before anything is
    // known of the peer: where too many are, the oldest of this loop is ended.
    class Handshake {
      public:
        Handshake(Loop& loop, Connection& connection);
        ~Handshake();
        Handshake(const Handshake&) = delete;
        Handshake& operator=(const Handshake&) = delete;

      private:
        Loop& loop_;
        std::list<Connection*>::iterator place_;
    };
    // Readers who follow events hold their connections: half of all at the most, and so many of one address.
    // nullptr: as many do as may.
    AddressCount::Slot seat_for_follower(const std::string& address);
    void begin_following();
    void end_following();
    std::string_view date_line();  // "Date: …\r\n", made once a second

    Dispatcher& dispatcher;
    Metrics& metrics;
    MemoryTotal& memory;     // of all loops
    ConnectionCount& count;  // of all loops
    const AccessLog& log;
    const ProxyPolicy& edge;

  private:
    struct Connections;
    struct Entrance {
        Acceptor acceptor;
        const TlsContext* tls;
        bool accepting = false;
    };

    void accept(Entrance& entrance);
    void sweep();
    bool make_room();  // false: nobody is to give way
    void refuse(Transport& transport, const TlsContext* tls);
    void end_for_memory();

    std::unique_ptr<Connections> connections_;
    asio::io_context context_{1};  // whose coroutines hold the connections
    std::list<Entrance> entrances_;
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                               Executor>
        timer_{context_};
    std::list<Connection*> handshakes_;  // the oldest first
    const Page overloaded_;
    int looks_over_ = 0;  // at which more memory was held than may be, one after another
    bool draining_ = false;
    SteadyTime drain_until_{};
    Instant date_{};  // that date_line_ tells
    std::string date_line_;
    std::atomic<std::int64_t> swept_{0};  // nanoseconds of the steady clock; 0: it does not run
    std::thread thread_;
};

}  // namespace warraq::serve
