#include <csignal>
#include <fmt/format.h>
#include <malloc.h>
#include <optional>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <thread>

#include "archive/backup.h"
#include "archive/backup_keeper.h"
#include "base/file.h"
#include "base/host_port.h"
#include "base/machine.h"
#include "cli/commands.h"
#include "cli/data_folder.h"
#include "cli/open_to_others.h"
#include "cli/server_lock.h"
#include "cli/watch.h"
#include "desk/auth/links.h"
#include "desk/desk.h"
#include "desk/preview_links.h"
#include "desk/stories/scheduler.h"
#include "search/index_follower.h"
#include "serve/server.h"
#include "settings/security_headers.h"
#include "site/background/cache_invalidator.h"
#include "site/background/cache_purger.h"
#include "site/background/hub.h"
#include "site/background/shared_limits_exchange.h"
#include "site/live_site.h"
#include "site/pages/front.h"
#include "site/pages/story.h"

namespace warraq::cli {
namespace {

constexpr int kInUse = 3;  // the exit code where another server serves this newsroom

struct ServeOptions {
    std::string data, database, listen = "127.0.0.1:8080", share;
    std::uint16_t tls_port = 443;
    int cores = 0, threads = 0;  // 0: not given
    int drain = 0;
};

Result<HostPort> listen_at(const std::string& given) {
    auto at = HostPort::from(given);
    return at ? at : invalid("--listen " + at.error().message);
}

Result<Machine> machine_of(const ServeOptions& options) {
    auto machine = options.cores ? Machine::with_cores(options.cores) : Machine::from_environment();
    if (machine && options.threads) return machine->with_loops(options.threads);
    return machine;
}

// "https://example.org/ar" -> "https://example.org"
std::string origin_of(const std::string& address) {
    return address.substr(0, address.find('/', address.find("://") + 3));
}

// Enough file descriptors for the connections that the limits allow.
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

// As many connections as there are descriptors for, some left for database, index, media and logs: who has
// none for those serves nobody.
std::size_t most_connections(const Machine& machine, const serve::Limits& limits) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return limits.connections;
    const int others = 100 + 4 * machine.store_readers() + 2 * machine.workers();
    const auto needed = static_cast<std::size_t>(others) + limits.uploads;
    const auto all = static_cast<std::size_t>(limit.rlim_cur);
    return std::clamp<std::size_t>(all - std::min(all, needed), 16, limits.connections);
}

serve::Limits limits_of(const settings::Settings& settings) {
    serve::Limits limits;
    const settings::UploadSettings& uploads = settings.uploads;
    limits.uploads = static_cast<std::size_t>(uploads.at_once);
    limits.uploads_of_account = static_cast<std::size_t>(uploads.of_account);
    limits.upload_bytes = static_cast<std::uint64_t>(uploads.mib) << 20;
    limits.upload_bytes_of_account = static_cast<std::uint64_t>(uploads.mib_of_account) << 20;
    limits.body_patience = std::chrono::seconds(uploads.patience_seconds);
    return limits;
}

// SIGINT and SIGTERM are taken by one thread that waits for them; the server's threads never see them.
sigset_t block_ending_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

// The exit code.
Result<int> serve(const ServeOptions& options) {
    count_log_lines();
    const sigset_t signals = block_ending_signals();
    raise_descriptor_limit();
    auto machine = machine_of(options);
    if (!machine) return fail(machine.error());
    mallopt(M_ARENA_MAX, machine->allocator_arenas());

    auto address = listen_at(options.listen);
    if (!address) return fail(address.error());
    auto data = DataFolder::make(options.data, options.database);
    if (!data) return fail(data.error());
    const bool has_others = store::is_address(data->database());
    // Before the database is looked at: a newer program would bring it up to date under an older one.
    std::optional<ServerLock> lock;
    if (!has_others) {
        auto acquired = ServerLock::acquire(data->database(), "warraq serve");
        if (!acquired && acquired.error().kind == Error::Kind::Conflict) {
            failed(acquired.error());
            return kInUse;
        }
        if (!acquired) return fail(acquired.error());
        lock.emplace(std::move(*acquired));
    }
    auto settings = data->settings();
    if (!settings) return fail(settings.error());
    auto key = data->key();
    if (!key) return fail(key.error());
    auto share = find_share(options.share);
    if (!share) return fail(share.error());
    auto theme = press::Theme::load(*share);
    if (!theme) return fail(theme.error());
    const auto security = settings::security_headers(theme->content_security_policy(), *settings);
    auto desk_security =
        settings::security_headers(theme->content_security_policy(press::Theme::Frames::OwnSite), *settings);
    auto assets = serve::Assets::load(*share / "static", "/static/", security);
    if (!assets) return fail(assets.error());
    if (auto added = assets->add(*share / "desk" / "assets", "/desk/assets/", security); !added)
        return fail(added.error());
    auto desk_page = read_file(*share / "desk" / "index.html");
    if (!desk_page) return fail(desk_page.error());
    serve::ServerOptions server_options{.host = address->host,
                                        .port = address->port,
                                        .threads = machine->loops(),
                                        .limits = limits_of(*settings),
                                        .body_folder = options.data};
    server_options.limits.connections = most_connections(*machine, server_options.limits);
    server_options.edge.trusted_proxies = settings->web.trusted_proxies;
    server_options.edge.proxy_protocol = settings->web.proxy_protocol;
    if (settings->web.https_only) server_options.edge.https_origin = origin_of(settings->publication.address);
    std::shared_ptr<serve::TlsContext> tls;
    if (!settings->web.certificate.empty()) {
        auto loaded = serve::TlsContext::load({settings->web.certificate, settings->web.key});
        if (!loaded) return fail(loaded.error());
        server_options.tls = tls = std::move(*loaded);
        server_options.tls_port = options.tls_port;
    }
    if (!settings->access_log.empty()) {
        auto log = serve::AccessLog::open(settings->access_log, settings->log_addresses,
                                          {std::string(desk::kPreviewPath)});
        if (!log) return fail(log.error());
        server_options.access_log = std::move(*log);
    }

    auto store = data->store(*machine);
    if (!store) return fail(store.error());
    // Only told: what an owner opened, for a web server or for colleagues, stays as it is.
    for (const Opening& one : open_to_others(
             {.data = options.data, .backups = settings->backup.folder, .tls_key = settings->web.key}))
        spdlog::warn("open to other users of this machine: {}; close it: {}", one.what, one.command);
    const search::Index index(data->search(), static_cast<std::size_t>(machine->index_readers()));
    site::MostRead most_read(**store);
    const auto limits =
        has_others ? std::make_shared<serve::SharedLimits>(crypto::derived_key(*key, "limits")) : nullptr;
    std::optional<site::SharedLimitsExchange> limits_exchange;
    if (has_others) limits_exchange.emplace(**store, limits);
    const site::SiteParts parts{.store = **store,
                                .index = index,
                                .most_read = most_read,
                                .theme = std::make_shared<const press::Theme>(std::move(*theme)),
                                .media = data->media(**store),
                                .form_key = *key,
                                .limits = limits};
    auto site = site::LiveSite::make(parts, **store, *settings);
    if (!site) return fail(site.error());
    const auto current = [&site] { return (*site)->current(); };
    desk::Desk desk(
        **store, &index, *key,
        {.settings =
             [current] {
                 auto held = current();
                 return std::shared_ptr<const settings::Settings>(held, &held->settings);
             },
         .file_settings = *settings,
         .media = data->media(**store),
         .preview = [current](const story::Story& story) { return site::preview_story(*current(), story); },
         .preview_front =
             [current](std::span<const story::FrontPlace> places) {
                 return site::preview_front(*current(), places);
             },
         .preview_look = [&site](const settings::Settings& wanted) { return (*site)->preview(wanted); },
         .last_backup = [folder = settings->backup.folder] { return archive::latest_backup(folder); },
         .limits = limits,
         .server = [server = parts.server] { return server->load(); },
         .import_threads = machine->import_threads(),
         .page = std::move(*desk_page),
         .security_headers = std::move(desk_security)});
    serve::Router desk_routes;
    desk.add_routes(desk_routes);
    auto routes = (*site)->routes(std::move(*assets), std::move(desk_routes));
    site::CachePurger purger(settings->web.purge);
    routes.tag_field = settings->web.tag_field;
    routes.on_drop = [&purger](const std::vector<std::string>& tags) { purger.purge(tags); };
    routes.workers = machine->workers();
    routes.change_workers = Machine::change_workers();
    routes.heavy_workers = Machine::heavy_workers();
    routes.file_workers = machine->file_workers();
    serve::Server server(std::move(routes), std::move(server_options));
    *parts.server = &server;
    watch(server.metrics(), {.data = options.data, .backups = settings->backup.folder, .tls = tls}, **store,
          index);
    // Before the first page is kept, so that no change after it is missed.
    site::HubPinger hub_pinger(**store, [current] { return current()->settings; });
    const site::CacheInvalidator cache_invalidator(
        **store, server.cache(),
        [&](store::Reader& reader, std::int64_t seq) {
            hub_pinger.changed(seq);
            return site::publish_breaking(*current(), reader.public_view());
        },
        [&](store::Reader& reader) { return (*site)->reload(reader); });
    const search::IndexFollower index_follower(index, **store, site::drop_related(server.cache()));
    const site::MostReadWriter most_read_writer(most_read, site::drop_most_read(server.cache()));
    const desk::Scheduler scheduler(**store, [&desk](Instant at) { desk.tidy(at); });
    const archive::BackupKeeper backup_keeper(**store, options.data, data->media(**store),
                                              {.backups = settings->backup.folder,
                                               .hour = settings->backup.hour,
                                               .keep = static_cast<std::size_t>(settings->backup.keep),
                                               .seal = crypto::SealingKey::from(settings->backup.recipient)});
    auto first_link = desk::make_first_link(**store, now());
    if (!first_link) return fail(first_link.error());
    if (auto started = server.start(); !started) return fail(started.error());
    const std::string base = url_of("http", {address->host, server.port()});
    if (lock) lock->tell_address(base);
    fmt::print("Warraq serves {}/\n", base);
    if (server.tls_port() != 0)
        fmt::print("and, over TLS, {}/\n", url_of("https", {address->host, server.tls_port()}));
    fmt::print("as on {}\n", to_string(*machine));
    if (!first_link->empty())
        fmt::print("No administrator can enter the desk yet. One is made, once, at\n  {}{}{}\n", base,
                   desk::kLinkPath, *first_link);
    std::fflush(stdout);

    std::thread waiting([&] {
        int signal = 0;
        sigwait(&signals, &signal);
        *parts.leaving = true;
        const timespec drain{.tv_sec = options.drain, .tv_nsec = 0};
        sigtimedwait(&signals, nullptr, &drain);  // a second signal waits no longer
        server.stop();
    });
    server.wait();
    waiting.join();
    return 0;
}

}  // namespace

void add_serve(const Command& program) {
    auto options = std::make_shared<ServeOptions>();
    const auto command = program.command("serve", "Serve a newsroom's site");
    command.data(options->data);
    command.option("--db", options->database,
                   "PostgreSQL's address; else $WARRAQ_DB, the settings' store.database, or DIR/warraq.db");
    command.option("--listen", options->listen, "Address and port").with_default();
    command.option("--tls-port", options->tls_port, "Port for TLS, where the settings name a certificate")
        .with_default();
    command
        .option("--cores", options->cores,
                "Run as on a machine of so many cores; else $WARRAQ_CORES, or those that it may use")
        .between(1, Machine::kMostCores);
    command.option("--threads", options->threads, "Threads that read and write the network; else one a core")
        .between(1, Machine::kMostCores);
    command
        .option("--drain", options->drain,
                "Seconds to serve on when told to end, while /health/ready sends a balancer elsewhere")
        .between(0, 600)
        .with_default();
    command.option("--share", options->share, "Folder of themes and fonts");
    command.does([options]() -> int {
        const auto code = serve(*options);
        return code ? *code : failed(code.error());
    });
}

}  // namespace warraq::cli
