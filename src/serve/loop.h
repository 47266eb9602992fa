// One thread's event loop: its listening socket, its connections, and the clock that ends the slow ones.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <list>
#include <thread>

#include "serve/access_log.h"
#include "serve/address_count.h"
#include "serve/clock.h"
#include "serve/dispatcher.h"
#include "serve/edge.h"

namespace warraq::serve {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

class Connection;

class Loop {
  public:
    Loop(Dispatcher& dispatcher, Metrics& metrics, const AccessLog& log, const Edge& edge,
         std::size_t max_connections, std::size_t max_of_address);
    ~Loop();

    // The port that it is. `tls`: spoken there; nullptr for none.
    Result<std::uint16_t> listen(const asio::ip::tcp::endpoint& endpoint, const TlsContext* tls);
    void start();
    void drain();  // thread-safe
    void join();

    // For Connection, on the loop's thread.
    void add(Connection& connection);
    void remove(Connection& connection);
    bool draining() const { return draining_; }
    // Readers who follow events hold their connections: half of the loop's at the most.
    bool may_follow() const { return following_ < max_connections_ / 2; }
    void begin_following();
    void end_following();
    std::string_view date_line();  // "Date: …\r\n", made once a second

    Dispatcher& dispatcher;
    Metrics& metrics;
    const AccessLog& log;
    const Edge& edge;
    AddressCount addresses;

  private:
    struct Connections;
    struct Entrance {
        Acceptor acceptor;
        const TlsContext* tls;
        bool accepting = false;
    };

    void accept(Entrance& entrance);
    void sweep();
    void refuse(Socket socket, const TlsContext* tls);

    asio::io_context context_{1};
    std::list<Entrance> entrances_;
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                               Executor>
        timer_{context_};
    std::unique_ptr<Connections> connections_;
    const std::size_t max_connections_;
    const Page overloaded_;
    std::size_t following_ = 0;
    bool draining_ = false;
    SteadyTime drain_until_{};
    Instant date_{};  // that date_line_ tells
    std::string date_line_;
    std::thread thread_;
};

}  // namespace warraq::serve
