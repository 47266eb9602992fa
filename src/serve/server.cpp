#include "serve/server.h"

#include <fmt/format.h>
#include <malloc.h>
#include <optional>
#include <spdlog/spdlog.h>
#include <vector>

#include "base/background_task.h"
#include "base/blocking.h"
#include "base/host_port.h"
#include "base/log_throttle.h"
#include "serve/net/loop.h"

namespace warraq::serve {
namespace {

constexpr std::chrono::milliseconds kLookEvery{1'000};
constexpr std::chrono::seconds kTrimEvery{10};
constexpr std::size_t kWorthTrimming = 24u << 20;

// What a flood took and the allocator keeps goes back to the machine.
void give_memory_back() {
    if (mallinfo2().fordblks > kWorthTrimming) malloc_trim(0);
}

}  // namespace

class Server::Impl {
  public:
    Impl(Site site, ServerOptions given)
        : options(std::move(given)),
          memory(options.limits.total_memory),
          count(options.limits),
          dispatcher(std::move(site), options.limits, metrics, body_files_in(options.body_folder)) {
        watch_memory_and_workers();
        watch_uploads();
    }

    Result<void> start();
    std::string problem() const;

    const ServerOptions options;
    Metrics metrics;
    MemoryTotal memory;
    ConnectionCount count;
    Dispatcher dispatcher;
    std::vector<std::unique_ptr<Loop>> loops;
    std::uint16_t port = 0, tls_port = 0;

  private:
    Result<asio::ip::tcp::endpoint> endpoint_of(std::uint16_t port) const;
    void watch_memory_and_workers();
    void watch_uploads();
    void watch();
    void look_at_certificate() const;
    void tell_problem() const;

    mutable LogThrottle problems_;
    std::optional<BackgroundTask> watching_;  // from start() on
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
            std::make_unique<Loop>(dispatcher, metrics, memory, count, options.access_log, options.edge);
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
    if (options.tls) tls_port = secure->port();
    watch();
    for (auto& loop : loops) loop->start();
    return {};
}

void Server::Impl::watch_memory_and_workers() {
    for (std::size_t use = 0; use < kMemoryUses; ++use) {
        const auto type = static_cast<MemoryUse>(use);
        metrics.watch({.name = "warraq_connection_memory_bytes",
                       .help = "Memory that connections hold, by what for.",
                       .now = [this, type] { return static_cast<double>(memory.held(type)); },
                       .label = {"type", std::string(to_string(type))}});
    }
    const auto loads = dispatcher.loads();
    const auto watch_loads = [&](const char* name, const char* help, auto level) {
        for (std::size_t i = 0; i < loads.size(); ++i)
            metrics.watch({.name = name,
                           .help = help,
                           .now = [this, i, level] { return level(dispatcher.loads()[i].load); },
                           .label = {"workers", std::string(loads[i].name)}});
    };
    watch_loads("warraq_workers_waiting", "Requests that wait for a worker.",
                [](const Workers::Load& load) { return static_cast<double>(load.waiting); });
    watch_loads("warraq_workers_running", "Workers that work.",
                [](const Workers::Load& load) { return static_cast<double>(load.running); });
    metrics.watch({.name = "warraq_event_loop_waits_total",
                   .help = "Times that an event loop waited for disk or database: none in a sound program.",
                   .now = [] { return static_cast<double>(blocked_event_loops()); },
                   .only_grows = true});
}

void Server::Impl::watch_uploads() {
    const auto watch_use = [&](const char* name, const char* help, auto level, bool only_grows = false) {
        metrics.watch({.name = name,
                       .help = help,
                       .now = [this, level] { return static_cast<double>(level(dispatcher.uploads())); },
                       .only_grows = only_grows});
    };
    watch_use("warraq_uploads", "Bodies that are too large for memory, from their head to their answer.",
              [](const UploadQuota::Use& use) { return use.uploads; });
    watch_use("warraq_upload_disk_bytes", "What they take of the disk.",
              [](const UploadQuota::Use& use) { return use.on_disk; });
    watch_use("warraq_upload_announced_bytes",
              "What is set aside for them: all that their senders announced.",
              [](const UploadQuota::Use& use) { return use.set_aside; });
    watch_use(
        "warraq_uploads_refused_total", "Uploads refused since there were too many, or too large ones.",
        [](const UploadQuota::Use& use) { return use.refused; }, /*only_grows=*/true);
}

std::string Server::Impl::problem() const {
    const auto seconds = [](std::chrono::nanoseconds time) {
        return std::chrono::duration_cast<std::chrono::seconds>(time).count();
    };
    for (const auto& [name, load] : dispatcher.loads())
        if (load.stuck > options.limits.stuck_time)
            return fmt::format(
                "the {} workers have begun nothing for {} seconds: {} of {} work, {} requests wait", name,
                seconds(load.stuck), load.running, load.threads, load.waiting);
    for (const auto& loop : loops)
        if (const auto since = loop->since_last_sweep(); since > options.limits.stuck_time)
            return fmt::format("a network loop has not moved for {} seconds", seconds(since));
    return {};
}

// Certificates are renewed while the server runs; and whether it moves is looked at from outside of what may
// not.
void Server::Impl::watch() {
    using Clock = std::chrono::steady_clock;
    const auto pause = std::min<std::chrono::milliseconds>(options.limits.certificate_look, kLookEvery);
    const auto look = [this, pause, next_certificate = Clock::now() + options.limits.certificate_look,
                       next_trim = Clock::now() + kTrimEvery](BackgroundTask&) mutable {
        tell_problem();
        if (Clock::now() >= next_trim) {
            next_trim = Clock::now() + kTrimEvery;
            give_memory_back();
        }
        if (options.tls && Clock::now() >= next_certificate) {
            next_certificate = Clock::now() + options.limits.certificate_look;
            look_at_certificate();
        }
        return pause;
    };
    watching_.emplace("watch", look, pause);
}

void Server::Impl::tell_problem() const {
    const auto what = problem();
    if (!what.empty() && problems_.tell()) spdlog::error("readers wait: {}", what);
}

void Server::Impl::look_at_certificate() const {
    auto fresh = options.tls->refresh();
    if (!fresh)
        spdlog::error("{}; the one in use stays", fresh.error().message);
    else if (*fresh)
        spdlog::info("the certificate was renewed");
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
std::string Server::problem() const {
    return impl_->problem();
}

}  // namespace warraq::serve
