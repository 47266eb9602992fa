#include "serve/dispatcher.h"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <exception>
#include <spdlog/spdlog.h>

#include "base/percent.h"

namespace warraq::serve {
namespace {

constexpr char kCodingInKey[] = {'i', 'g', 'b', 'z'};

std::string error_key(int status, Encoding encoding) {
    // No path begins without a slash, so no request can name this page.
    return std::to_string(status) + kCodingInKey[static_cast<std::size_t>(encoding)];
}

// X-Accel-Buffering: proxies of nginx's kind would keep the events to themselves.
Page event_stream_head(const std::string& security) {
    auto page = std::make_shared<Prebuilt>();
    page->head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
        "X-Accel-Buffering: no\r\n" +
        security;
    return page;
}

}  // namespace

class Dispatcher::Workers {
  public:
    explicit Workers(int threads) : pool_(static_cast<std::size_t>(threads)) {}
    template <class Work>
    void post(Work work) {
        boost::asio::post(pool_, std::move(work));
    }
    void join() { pool_.join(); }

  private:
    boost::asio::thread_pool pool_;
};

Dispatcher::Dispatcher(Site site, Limits limits, Metrics& metrics)
    : site_(std::move(site)),
      limits_(limits),
      metrics_(metrics),
      cache_(site_.cache_bytes, site_.on_drop),
      event_head_(event_stream_head(site_.security_headers)),
      workers_(std::make_unique<Workers>(site_.workers)) {}

Dispatcher::~Dispatcher() {
    stop();
}

void Dispatcher::stop() {
    workers_->join();
}

void Dispatcher::read_target(const RequestHead& head, Target& out) const {
    out.encoding = negotiate(head.accept_encoding);
    out.key.assign(head.target);
    out.key += '\n';
    out.key += kCodingInKey[static_cast<std::size_t>(out.encoding)];
}

void Dispatcher::resolve(const RequestHead& head, Target& target) const {
    const auto question = std::min(head.target.find('?'), head.target.size());
    auto path = head.target.substr(0, question);
    if (const auto hash = path.find('#'); hash != path.npos) path = path.substr(0, hash);
    target.query = head.target.substr(std::min(question + 1, head.target.size()));
    target.well_formed = decode_path(path, target.path);
    if (!target.well_formed) return;
    target.key = percent::encode_path(target.path);
    if (!target.query.empty()) target.key += site_.router.canonical_query(target.query);
    target.key += '\n';
    target.key += kCodingInKey[static_cast<std::size_t>(target.encoding)];
}

// A key that is in the cache was put there by its canonical spelling, so finding the raw one is finding the
// page.
Page Dispatcher::ready(const RequestHead& head, Target& target) {
    const bool reads = head.method == Method::Get || head.method == Method::Head;
    if (reads)
        if (auto found = cache_.find(target.key); found.page && found.fresh) {
            metrics_.hits.fetch_add(1, std::memory_order_relaxed);
            return found.page;
        }
    resolve(head, target);
    return reads && target.well_formed ? site_.assets.find(target.path, target.encoding) : nullptr;
}

Dispatcher::Plan Dispatcher::plan(const RequestHead& head, const Target& target) const {
    Plan plan;
    plan.max_body = limits_.body_bytes;
    if (!target.well_formed) {
        plan.status = 400;
        return plan;
    }
    if (head.target == "*") {
        plan.status = 204;
        plan.allow = "GET, HEAD, POST, OPTIONS";
        return plan;
    }
    auto match = site_.router.match(head.method, target.path);
    plan.route = match.route;
    plan.captures = std::move(match.captures);
    if (match.route) {
        if (match.route->options.max_body) plan.max_body = match.route->options.max_body;
        return plan;
    }
    if (match.allow.empty() && site_.assets.find(target.path, Encoding::Identity)) match.allow = "GET, HEAD";
    const bool reads = head.method == Method::Get || head.method == Method::Head;
    if (match.allow.empty() && reads && site_.fallback) {
        plan.route = &*site_.fallback;
    } else if (match.allow.empty()) {
        plan.status = 404;
    } else {
        plan.allow = match.allow + ", OPTIONS";
        plan.status = head.method == Method::Options ? 204 : 405;
    }
    return plan;
}

Field Dispatcher::tags_of(const Reply& reply) const {
    const char* between = site_.tag_field == "Cache-Tag" ? "," : " ";
    std::string tags;
    for (const std::string& tag : reply.tags) tags += (tags.empty() ? "" : between) + tag;
    return {site_.tag_field, std::move(tags)};
}

Page Dispatcher::run(const Route& route, const Request& request, Encoding encoding) {
    const auto started = std::chrono::steady_clock::now();
    Page page;
    try {
        Reply reply = route.handler(request);
        if (!site_.tag_field.empty() && route.options.cached) reply.headers.push_back(tags_of(reply));
        page = prebuild(reply, encoding, Effort::Page, site_.security_headers);
    } catch (const std::exception& error) {
        spdlog::error("{} failed: {}", request.path, error.what());
        page = error_now(500, encoding, {});
    }
    const auto took = std::chrono::steady_clock::now() - started;
    metrics_.count_render(took);
    if (took >= Metrics::kSlow) metrics_.note_slow(route.options.secret ? route.pattern : request.path, took);
    return page;
}

Page Dispatcher::error_now(int status, Encoding encoding, std::string_view allow) {
    Reply reply;
    reply.type = "text/plain; charset=utf-8";
    reply.body = fmt::format("{} {}\n", status, reason(status));
    if (status != 204 && site_.error_page) {
        try {
            reply = site_.error_page(status);
        } catch (const std::exception& error) {
            spdlog::error("the page for {} failed: {}", status, error.what());
        }
    }
    reply.status = status;
    if (status == 204) reply.body.clear();
    if (!allow.empty()) reply.headers.push_back({"Allow", std::string(allow)});
    auto page = std::make_shared<Prebuilt>(*prebuild(reply, encoding, Effort::Page, site_.security_headers));
    page->keep = allow.empty() && status != 500;
    return page;
}

// On a worker. Renders until the page is not out of date by the time it is ready, at most three times.
void Dispatcher::render(const Route& route, const Request& request, const std::string& key, Encoding encoding,
                        Page stale, const Done& done) {
    constexpr int kTries = 3;
    for (int attempt = 1;; ++attempt) {
        const auto started = cache_.now();
        Page page = run(route, request, encoding);
        if (page->status >= 500 && stale) page = marked_stale(*stale);  // yesterday's page beats an error
        if (cache_.finish(key, page, started, attempt == kTries)) return done(page);
    }
}

void Dispatcher::answer(Plan plan, Target target, Request request, Done done) {
    if (plan.status) {
        if (plan.allow.empty()) return answer_error(plan.status, target.encoding, std::move(done));
        workers_->post([this, plan = std::move(plan), encoding = target.encoding, done = std::move(done)] {
            done(error_now(plan.status, encoding, plan.allow));
        });
        return;
    }
    const Route& route = *plan.route;
    request.captures = std::move(plan.captures);
    if (!target.query.empty()) {
        request.query = parse_form(target.query);
        std::erase_if(request.query, [&](const Field& field) {
            return std::find(route.options.parameters.begin(), route.options.parameters.end(), field.name) ==
                   route.options.parameters.end();
        });
    }
    if (!route.options.compressed) {
        target.encoding = Encoding::Identity;
        target.key.back() = kCodingInKey[0];
    }
    if (!route.options.cached) {
        workers_->post(
            [this, &route, request = std::move(request), encoding = target.encoding, done = std::move(done)] {
                Page page = run(route, request, encoding);
                done(page);
            });
        return;
    }
    auto found = cache_.find(target.key);
    if (found.page && found.fresh) {
        metrics_.hits.fetch_add(1, std::memory_order_relaxed);
        return done(found.page);
    }
    const bool show_old = found.page && site_.tag_field.empty();
    if (!cache_.join(target.key, show_old ? Done{} : done)) {
        if (show_old) {
            metrics_.stale.fetch_add(1, std::memory_order_relaxed);
            done(found.page);
        }
        return;
    }
    metrics_.misses.fetch_add(1, std::memory_order_relaxed);
    workers_->post([this, &route, request = std::move(request), key = std::move(target.key),
                    encoding = target.encoding, stale = std::move(found.page),
                    done = std::move(done)] { render(route, request, key, encoding, stale, done); });
}

void Dispatcher::answer_error(int status, Encoding encoding, Done done) {
    auto key = error_key(status, encoding);
    if (auto found = cache_.find(key); found.page && found.fresh) return done(found.page);
    if (!cache_.join(key, done)) return;
    workers_->post([this, status, encoding, key = std::move(key), done = std::move(done)] {
        const auto started = cache_.now();
        const Page page = error_now(status, encoding, {});
        cache_.finish(key, page, started, /*last_try=*/true);
        done(page);
    });
}

Page Dispatcher::redirect(std::string address) const {
    Reply reply;
    reply.status = 301;
    reply.type = "text/plain; charset=utf-8";
    reply.headers.push_back({"Location", std::move(address)});
    return prebuild(reply, Encoding::Identity, Effort::Page, site_.security_headers);
}

Page Dispatcher::plain(int status) const {
    Reply reply;
    reply.status = status;
    reply.type = "text/plain; charset=utf-8";
    reply.body = fmt::format("{} {}\n", status, reason(status));
    return prebuild(reply, Encoding::Identity, Effort::Page, site_.security_headers);
}

}  // namespace warraq::serve
