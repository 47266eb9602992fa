// A server of HTTP/1.1 and HTTP/2 for a Site, over TLS too.
//
//     Server server(std::move(site), {.host = "127.0.0.1", .port = 8080});
//     if (auto started = server.start(); !started) return fail(started.error());
//     server.wait();          // until stop(), from any thread or a signal handler's thread
//
// One thread with its own event loop and listening socket for each of `threads`; handlers run on the site's
// workers. What was begun is finished at stop(), within limits.drain_time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "serve/access_log.h"
#include "serve/cache/page_cache.h"
#include "serve/limits/limits.h"
#include "serve/metrics.h"
#include "serve/net/proxy_policy.h"
#include "serve/routing/site.h"

namespace warraq::serve {

struct ServerOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any free one
    std::shared_ptr<TlsContext> tls = {};
    std::uint16_t tls_port = 0;  // where TLS is spoken, beside the other one; 0: any free one
    ProxyPolicy edge = {};
    int threads = 1;
    Limits limits = {};
    AccessLog access_log = {};
    std::filesystem::path body_folder = std::filesystem::temp_directory_path();  // for bodies that are large
};

class Server {
  public:
    Server(Site site, ServerOptions options);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Listens and serves. Error: Unavailable, with the address and the reason (in use, not permitted).
    Result<void> start();
    std::uint16_t port() const;      // after start()
    std::uint16_t tls_port() const;  // 0 without TLS
    void stop();                     // begins the end; thread-safe; more than once is fine
    void wait();                     // until the last connection is done

    PageCache& cache();
    Metrics& metrics();
    // What keeps readers waiting, in words for an administrator: workers or event loops that have not moved
    // for Limits::stuck_time. Empty: nothing. Thread-safe; does not wait.
    std::string problem() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace warraq::serve
