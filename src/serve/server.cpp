#include "serve/server.h"

#include <condition_variable>
#include <fmt/format.h>
#include <mutex>
#include <spdlog/spdlog.h>
#include <thread>
#include <vector>

#include "base/host_port.h"
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
    std::uint16_t port = 0, tls_port = 0;

  private:
    Result<asio::ip::tcp::endpoint> endpoint_of(std::uint16_t port) const;
    void watch_certificate(const std::stop_token& stop) const;
    std::jthread watching_;
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

Result<asio::ip::tcp::endpoint> Server::Impl::endpoint_of(std::uint16_t wanted) const {
    const auto failed = [&](const std::string& why) {
        return unavailable(
            fmt::format("cannot listen on {}: {}", to_string(HostPort{options.host, wanted}), why));
    };
    boost::system::error_code error;
    const auto address =
        asio::ip::make_address(options.host == "localhost" ? "127.0.0.1" : options.host, error);
    if (error) return failed("not an IP address");
    const asio::ip::tcp::endpoint endpoint(address, wanted);
    asio::io_context context;
    if (wanted != 0)
        if (auto free = port_is_free(context, endpoint); !free) return failed(free.error().message);
    return endpoint;
}

Result<void> Server::Impl::start() {
    auto plain = endpoint_of(options.port);
    if (!plain) return fail(plain.error());
    auto secure = endpoint_of(options.tls ? options.tls_port : 0);
    if (!secure) return fail(secure.error());
    const auto threads = static_cast<std::size_t>(std::max(1, options.threads));
    for (std::size_t i = 0; i < threads; ++i) {
        auto loop =
            std::make_unique<Loop>(dispatcher, metrics, options.access_log, options.edge,
                                   std::max<std::size_t>(1, options.limits.connections / threads),
                                   std::max<std::size_t>(1, options.limits.connections_of_address / threads));
        for (auto* endpoint : {&*plain, options.tls ? &*secure : nullptr}) {
            if (!endpoint) continue;
            auto listening = loop->listen(*endpoint, endpoint == &*secure ? options.tls.get() : nullptr);
            if (!listening)
                return unavailable(fmt::format("cannot listen on {}: {}",
                                               to_string(HostPort{options.host, endpoint->port()}),
                                               listening.error().message));
            endpoint->port(*listening);
        }
        loops.push_back(std::move(loop));
    }
    port = plain->port();
    if (options.tls) {
        tls_port = secure->port();
        watching_ = std::jthread([this](const std::stop_token& stop) { watch_certificate(stop); });
    }
    for (auto& loop : loops) loop->start();
    return {};
}

// Certificates are renewed while the server runs.
void Server::Impl::watch_certificate(const std::stop_token& stop) const {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    while (!wake.wait_for(lock, stop, options.limits.certificate_look, [] { return false; }) &&
           !stop.stop_requested()) {
        auto fresh = options.tls->refresh();
        if (!fresh)
            spdlog::error("{}; the one in use stays", fresh.error().message);
        else if (*fresh)
            spdlog::info("the certificate was renewed");
    }
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
std::uint16_t Server::tls_port() const {
    return impl_->tls_port;
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
