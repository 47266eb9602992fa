#include "serve/server.h"

#include <fmt/format.h>
#include <mutex>
#include <vector>

#include "serve/loop.h"

namespace warraq::serve {

class Server::Impl {
  public:
    Impl(Site site, ServerOptions given)
        : options(std::move(given)), dispatcher(std::move(site), options.limits, metrics) {}

    Result<void> start();

    const ServerOptions options;
    Metrics metrics;
    Dispatcher dispatcher;
    std::vector<std::unique_ptr<Loop>> loops;
    std::uint16_t port = 0;
};

namespace {

// SO_REUSEPORT lets a second server join a port in silence; a socket without it is refused, so we ask with
// one first.
Result<void> port_is_free(asio::io_context& context, const asio::ip::tcp::endpoint& endpoint) {
    boost::system::error_code error;
    asio::ip::tcp::acceptor probe(context);
    probe.open(endpoint.protocol(), error);
    if (!error) probe.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) probe.bind(endpoint, error);
    if (!error) probe.listen(1, error);
    if (error) return unavailable(error.message());
    return {};
}

}  // namespace

Result<void> Server::Impl::start() {
    const auto failed = [&](const std::string& why) {
        return unavailable(fmt::format("cannot listen on {}:{}: {}", options.host, options.port, why));
    };
    boost::system::error_code error;
    const auto address =
        asio::ip::make_address(options.host == "localhost" ? "127.0.0.1" : options.host, error);
    if (error) return failed("not an IP address");
    asio::ip::tcp::endpoint endpoint(address, options.port);
    asio::io_context context;
    if (endpoint.port() != 0)
        if (auto free = port_is_free(context, endpoint); !free) return failed(free.error().message);
    const auto threads = static_cast<std::size_t>(std::max(1, options.threads));
    for (std::size_t i = 0; i < threads; ++i) {
        auto loop = std::make_unique<Loop>(dispatcher, metrics, options.access_log,
                                           std::max<std::size_t>(1, options.limits.connections / threads));
        if (auto listening = loop->listen(endpoint); !listening) return failed(listening.error().message);
        endpoint.port(loop->port());
        loops.push_back(std::move(loop));
    }
    port = endpoint.port();
    for (auto& loop : loops) loop->start();
    return {};
}

Server::Server(Site site, ServerOptions options)
    : impl_(std::make_unique<Impl>(std::move(site), std::move(options))) {}

Server::~Server() {
    stop();
    wait();
}

Result<void> Server::start() {
    return impl_->start();
}
std::uint16_t Server::port() const {
    return impl_->port;
}

void Server::stop() {
    for (auto& loop : impl_->loops) loop->drain();
}

void Server::wait() {
    for (auto& loop : impl_->loops) loop->join();
    impl_->dispatcher.stop();
}

PageCache& Server::cache() {
    return impl_->dispatcher.cache();
}
Metrics& Server::metrics() {
    return impl_->metrics;
}

}  // namespace warraq::serve
