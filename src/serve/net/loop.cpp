#include "serve/net/loop.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <pthread.h>
#include <sys/socket.h>
#include <utility>
#include <vector>

#include "base/blocking.h"
#include "base/time.h"
#include "serve/net/connection_handshake.h"

namespace warraq::serve {
namespace {

constexpr std::chrono::milliseconds kSweepEvery{250};
constexpr int kBacklog = 4096;
// A slow reader may take nothing from us for nearly so long, while the kernel's send buffer drains.
constexpr std::chrono::seconds kStalledAfter{20};

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

}  // namespace

struct Loop::Connections {
    boost::intrusive::list<Connection> list;
};

Loop::Loop(Dispatcher& site, Metrics& counters, MemoryTotal& total, ConnectionCount& counted,
           const AccessLog& access_log, const ProxyPolicy& whom_to_believe)
    : dispatcher(site),
      metrics(counters),
      memory(total),
      count(counted),
      log(access_log),
      edge(whom_to_believe),
      connections_(std::make_unique<Connections>()),
      overloaded_(site.plain(503)) {}

Loop::~Loop() {
    join();
}

Result<std::uint16_t> Loop::listen(const asio::ip::tcp::endpoint& endpoint, const TlsContext* tls) {
    Acceptor& acceptor = entrances_.emplace_back(Entrance{Acceptor(context_), tls}).acceptor;
    error_code error;
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
    thread_ = std::thread([this] {
        const EventLoopThread mark;
        context_.run();
        swept_.store(0, std::memory_order_relaxed);
    });
    pthread_setname_np(thread_.native_handle(), "network");
}

std::chrono::nanoseconds Loop::since_last_sweep() const {
    const std::chrono::nanoseconds swept(swept_.load(std::memory_order_relaxed));
    return swept.count() == 0 ? swept : std::chrono::steady_clock::now().time_since_epoch() - swept;
}

void Loop::join() {
    if (thread_.joinable()) thread_.join();
}

void Loop::accept(Entrance& entrance) {
    entrance.accepting = true;
    entrance.acceptor.async_accept([this, &entrance](error_code error, Socket socket) {
        if (error == asio::error::operation_aborted || draining_) return;
        // The peer gave up while it waited; all else (no descriptors, no memory) is ours, would come again at
        // once, and is tried again by the next sweep: until then, readers wait in the backlog.
        const bool passed = error == asio::error::connection_aborted || error == asio::error::interrupted;
        if (error && !passed) {
            metrics.accept_failures.fetch_add(1, std::memory_order_relaxed);
            entrance.accepting = false;
            return;
        }
        if (!error) {
            const auto peer = socket.remote_endpoint(error);
            if (!error)
                take_in(std::make_unique<SocketTransport>(std::move(socket)), peer.address().to_string(),
                        entrance.tls);
        }
        accept(entrance);
    });
}

void Loop::take_in(std::unique_ptr<Transport> transport, const std::string& peer, const TlsContext* tls) {
    metrics.accepted.fetch_add(1, std::memory_order_relaxed);
    if (std::cmp_greater_equal(metrics.open.load(), dispatcher.limits().connections) && !make_room())
        return refuse(*transport, tls);
    Channel channel(std::move(transport));
    if (channel.admit(peer, edge, count.addresses))
        ConnectionHandshake::start(*this, std::move(channel), tls);
    else
        metrics.refused.fetch_add(1, std::memory_order_relaxed);
}

// One that is silent for longest gives way to a newcomer. Those that are not silent go behind: the oldest of
// the others is found without a look at all of them each time.
bool Loop::make_room() {
    constexpr int kMostLooks = 32;
    constexpr std::chrono::seconds kNew{1};  // to shake hands, or for a head to come
    auto& list = connections_->list;
    for (int looks = 0; looks < kMostLooks && !list.empty(); ++looks) {
        Connection& oldest = list.front();
        const bool silent = oldest.activity() == Connection::Activity::None && !oldest.following();
        if (silent && !oldest.memory().ending() && oldest.progress() + kNew <= coarse_now()) {
            oldest.end_for_memory();
            list.splice(list.end(), list, list.begin());
            return true;
        }
        list.splice(list.end(), list, list.begin());
    }
    return false;
}

void Loop::refuse(Transport& transport, const TlsContext* tls) {
    metrics.refused.fetch_add(1, std::memory_order_relaxed);
    if (tls) return;  // shaking hands first would cost more than the answer
    const std::string answer = overloaded_->head + "Connection: close\r\n\r\n" + overloaded_->body;
    error_code ignored;
    transport.write_some({asio::buffer(answer)}, ignored);
    transport.shutdown_send();
}

// One pass over all connections is cheaper than a timer for each: 10,000 take 0.1 ms.
void Loop::look_after_connections() {
    const auto moment = coarse_now();
    for (Connection& connection : connections_->list) {
        connection.count_tls();
        if (draining_ && (connection.idle() || moment > drain_until_))
            connection.close();
        else if (connection.deadline() < moment)
            connection.time_is_up();
        else if (connection.behind())
            connection.wake();
    }
    const bool over = memory.excess() > 0;
    if (over) end_for_memory();
    looks_over_ = over ? looks_over_ + 1 : 0;
}

// At the first look those that hold more than any reader needs. Where that was not enough, with all loops',
// at the next one those that hold more than most readers do; those who stalled; those for whom nothing is
// done (handshakes, heads that are not whole, followers, connections kept for a next request), whose time is
// up first. Then the others, senders before readers, so that who reads a page goes on.
void Loop::end_for_memory() {
    constexpr std::size_t kLarge = 1u << 20;
    struct Candidate {  // as it was at one moment: other loops change what it frees
        Connection* connection;
        std::size_t bytes;
        Connection::Activity activity;
        SteadyTime progress;
    };
    const auto now = coarse_now();
    std::vector<Candidate> large, much, stalled, inactive, others;
    const auto group_of = [&](const Candidate& one) -> std::vector<Candidate>& {
        if (!one.connection->of_account()) {
            if (one.bytes > kLarge) return large;
            if (one.connection->memory().of_peer() > kMuchOfPeer) return much;
        }
        if (one.activity == Connection::Activity::None) return inactive;
        return one.progress + kStalledAfter <= now ? stalled : others;
    };
    for (Connection& one : connections_->list)
        if (!one.memory().ending()) {
            const Candidate as_it_is{&one, one.freed_by_ending(), one.activity(), one.progress()};
            group_of(as_it_is).push_back(as_it_is);
        }
    std::ranges::sort(large, std::greater(), &Candidate::bytes);
    std::ranges::sort(much, std::greater(), &Candidate::bytes);
    std::ranges::sort(stalled, {}, &Candidate::progress);
    std::ranges::sort(inactive, {}, [](const Candidate& one) { return one.connection->deadline(); });
    std::ranges::sort(others, {}, [](const Candidate& one) { return std::pair(one.activity, one.progress); });
    const std::vector<Candidate>* const in_order[] = {&large, &much, &stalled, &inactive, &others};
    static constexpr std::size_t kAtLook[] = {1, 4, 5};  // how many of the groups
    const auto groups = kAtLook[std::min<std::size_t>(static_cast<std::size_t>(looks_over_), 2)];
    for (std::size_t i = 0; i < groups; ++i)
        for (const Candidate& one : *in_order[i]) {
            if (memory.excess() == 0) return;
            one.connection->end_for_memory();
        }
}

void Loop::sweep() {
    swept_.store(std::chrono::steady_clock::now().time_since_epoch().count(), std::memory_order_relaxed);
    timer_.expires_after(kSweepEvery);
    timer_.async_wait([this](error_code error) {
        if (error) return;
        look_after_connections();
        if (draining_ && connections_->list.empty()) return;  // nothing left to do: the loop ends
        for (Entrance& entrance : entrances_)
            if (!draining_ && !entrance.accepting) accept(entrance);
        sweep();
    });
}

void Loop::drain() {
    asio::post(context_, [this] {
        if (draining_) return;
        begin_drain();
        timer_.cancel();
        sweep();
    });
}

void Loop::begin_drain() {
    draining_ = true;
    drain_until_ = coarse_now() + dispatcher.limits().drain_time;
    error_code ignored;
    for (Entrance& entrance : entrances_) entrance.acceptor.close(ignored);
    for (Connection& connection : connections_->list) connection.drain();
}

std::vector<const Connection*> Loop::connections() const {
    std::vector<const Connection*> all;
    for (const Connection& connection : connections_->list) all.push_back(&connection);
    return all;
}

void Loop::add(Connection& connection) {
    connections_->list.push_back(connection);
    metrics.open.fetch_add(1, std::memory_order_relaxed);
}

void Loop::remove(Connection& connection) {
    connections_->list.erase(connections_->list.iterator_to(connection));
    metrics.open.fetch_sub(1, std::memory_order_relaxed);
}

Loop::Handshake::Handshake(Loop& loop, Connection& connection)
    : loop_(loop), place_(loop.handshakes_.insert(loop.handshakes_.end(), &connection)) {
    if (++loop.count.handshakes <= loop.dispatcher.limits().handshakes || loop.handshakes_.size() == 1)
        return;
    loop.handshakes_.front()->end_for_memory();
    loop.handshakes_.splice(loop.handshakes_.end(), loop.handshakes_, loop.handshakes_.begin());  // gone soon
}

Loop::Handshake::~Handshake() {
    loop_.handshakes_.erase(place_);
    --loop_.count.handshakes;
}

AddressCount::Slot Loop::seat_for_follower(const std::string& address) {
    if (std::cmp_greater_equal(metrics.following.load(), dispatcher.limits().connections / 2)) return nullptr;
    return count.followers.take(address);
}

void Loop::begin_following() {
    metrics.following.fetch_add(1, std::memory_order_relaxed);
}

void Loop::end_following() {
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
