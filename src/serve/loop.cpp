#include "serve/loop.h"

#include <boost/asio/post.hpp>
#include <sys/socket.h>
#include <time.h>

#include "base/time.h"
#include "serve/arrival.h"

namespace warraq::serve {
namespace {

constexpr std::chrono::milliseconds kSweepEvery{250};
constexpr int kBacklog = 4096;

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

}  // namespace

struct Loop::Connections {
    boost::intrusive::list<Connection> list;
};

Loop::Loop(Dispatcher& site, Metrics& counters, const AccessLog& access_log, const Edge& whom_to_believe,
           std::size_t max_connections, std::size_t max_of_address)
    : dispatcher(site),
      metrics(counters),
      log(access_log),
      edge(whom_to_believe),
      addresses(max_of_address),
      connections_(std::make_unique<Connections>()),
      max_connections_(max_connections),
      overloaded_(site.plain(503)) {}

Loop::~Loop() {
    join();
}

Result<std::uint16_t> Loop::listen(const asio::ip::tcp::endpoint& endpoint, const TlsContext* tls) {
    Acceptor& acceptor = entrances_.emplace_back(Entrance{Acceptor(context_), tls}).acceptor;
    boost::system::error_code error;
    const auto step = [&](auto&& call) {
        if (!error) call();
    };
    step([&] { acceptor.open(endpoint.protocol(), error); });
    step([&] { acceptor.set_option(asio::socket_base::reuse_address(true), error); });
    step([&] { acceptor.set_option(ReusePort(true), error); });
    step([&] { acceptor.bind(endpoint, error); });
    step([&] { acceptor.listen(kBacklog, error); });
    if (error) return unavailable(error.message());
    return acceptor.local_endpoint().port();
}

void Loop::start() {
    for (Entrance& entrance : entrances_) accept(entrance);
    sweep();
    thread_ = std::thread([this] { context_.run(); });
}

void Loop::join() {
    if (thread_.joinable()) thread_.join();
}

void Loop::accept(Entrance& entrance) {
    entrance.accepting = true;
    entrance.acceptor.async_accept([this, &entrance](boost::system::error_code error, Socket socket) {
        if (error == asio::error::operation_aborted || draining_) return;
        if (!error) {
            metrics.accepted.fetch_add(1, std::memory_order_relaxed);
            if (connections_->list.size() >= max_connections_)
                refuse(std::move(socket), entrance.tls);
            else
                Arrival::start(*this, std::move(socket), entrance.tls);
        } else if (error == asio::error::no_descriptors || error == asio::error::no_memory) {
            entrance.accepting =
                false;  // the next sweep tries again; until then, readers wait in the backlog
            return;
        }
        accept(entrance);
    });
}

void Loop::refuse(Socket socket, const TlsContext* tls) {
    metrics.refused.fetch_add(1, std::memory_order_relaxed);
    if (tls) return;  // shaking hands first would cost more than the answer
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    const std::string answer =
        overloaded_->head + "Retry-After: 5\r\nConnection: close\r\n\r\n" + overloaded_->body;
    socket.write_some(asio::buffer(answer), ignored);
    socket.shutdown(asio::socket_base::shutdown_both, ignored);
}

// Ends what took too long. One pass over all connections is cheaper than a timer for each: 10,000 take 0.1
// ms.
void Loop::sweep() {
    timer_.expires_after(kSweepEvery);
    timer_.async_wait([this](boost::system::error_code error) {
        if (error) return;
        const auto moment = coarse_now();
        for (Connection& connection : connections_->list) {
            if (draining_ && (connection.idle() || moment > drain_until_))
                connection.close();
            else if (connection.deadline() < moment)
                connection.time_is_up();
            else if (connection.behind())
                connection.wake();
        }
        if (draining_ && connections_->list.empty()) return;  // nothing left to do: the loop ends
        for (Entrance& entrance : entrances_)
            if (!draining_ && !entrance.accepting) accept(entrance);
        sweep();
    });
}

void Loop::drain() {
    asio::post(context_, [this] {
        if (draining_) return;
        draining_ = true;
        drain_until_ = coarse_now() + dispatcher.limits().drain_time;
        boost::system::error_code ignored;
        for (Entrance& entrance : entrances_) entrance.acceptor.close(ignored);
        timer_.cancel();
        for (Connection& connection : connections_->list) connection.drain();
        sweep();
    });
}

void Loop::add(Connection& connection) {
    connections_->list.push_back(connection);
    metrics.open.fetch_add(1, std::memory_order_relaxed);
}

void Loop::remove(Connection& connection) {
    connections_->list.erase(connections_->list.iterator_to(connection));
    metrics.open.fetch_sub(1, std::memory_order_relaxed);
}

void Loop::begin_following() {
    ++following_;
    metrics.following.fetch_add(1, std::memory_order_relaxed);
}

void Loop::end_following() {
    --following_;
    metrics.following.fetch_sub(1, std::memory_order_relaxed);
}

std::string_view Loop::date_line() {
    const Instant moment = now();
    if (moment != date_) {
        date_ = moment;
        date_line_ = "Date: " + to_http_date(moment) + "\r\n";
    }
    return date_line_;
}

}  // namespace warraq::serve
