#include "serve/routing/dispatcher.h"

#include <exception>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "serve/net/clock.h"

namespace warraq::serve {
namespace {

std::string error_key(int status, Encoding encoding) {
    // No path begins without a slash, so no request can name this page.
    return std::to_string(status) + coding_in_key(encoding);
}

// X-Accel-Buffering: proxies of nginx's kind would keep the events to themselves.
Page event_stream_head(const std::string& security) {
    auto page = std::make_shared<EncodedResponse>();
    page->head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
        "X-Accel-Buffering: no\r\n" +
        security;
    return page;
}

}  // namespace

Dispatcher::Dispatcher(Site site, Limits limits, Metrics& metrics, std::shared_ptr<BodyFiles> bodies)
    : Dispatcher(std::move(site), limits, metrics, std::move(bodies), WorkerPools()) {}

Dispatcher::Dispatcher(Site site, Limits limits, Metrics& metrics, std::shared_ptr<BodyFiles> bodies,
                       WorkerPools workers)
    : site_(std::move(site)),
      limits_(limits),
      metrics_(metrics),
      cache_(site_.cache_bytes, site_.on_drop),
      event_head_(event_stream_head(site_.security_headers)),
      overloaded_(plain(503)),
      too_many_(plain(429)),
      places_(limits_),
      quota_(limits_),
      bodies_(std::move(bodies)),
      workers_(workers.pages ? std::move(workers) : worker_pools(site_, limits_)) {}

Dispatcher::Places::Places(const Limits& limits)
    : pages(limits.requests_of_address),
      changes(limits.requests_of_address),
      heavy(limits.heavy_requests_of_address),
      files(limits.pieces_of_address) {}

Dispatcher::~Dispatcher() {
    stop();
}

void Dispatcher::stop() {
    for (Workers* pool :
         {workers_.pages.get(), workers_.changes.get(), workers_.heavy.get(), workers_.files.get()})
        pool->stop();
}

std::vector<Dispatcher::NamedLoad> Dispatcher::loads() const {
    return {{"pages", workers_.pages->load()},
            {"changes", workers_.changes->load()},
            {"heavy", workers_.heavy->load()},
            {"files", workers_.files->load()}};
}

std::size_t Dispatcher::networks_at_work() const {
    return places_.pages.networks() + places_.changes.networks() + places_.heavy.networks() +
           places_.files.networks();
}

// A key that is in the cache was put there by its canonical spelling, so finding the raw one is finding the
// page.
Page Dispatcher::ready(const RequestHead& head, Target& target) {
    if (reads(head.method))
        if (auto found = cache_.find(target.key); found.page && found.fresh) {
            metrics_.hits.fetch_add(1, std::memory_order_relaxed);
            return found.page;
        }
    resolve(head, target);
    return reads(head.method) && target.is_asset ? site_.assets.find(target.path, target.encoding) : nullptr;
}

Field Dispatcher::tags_of(const Reply& reply) const {
    const char* between = site_.tag_field == "Cache-Tag" ? "," : " ";
    std::string tags;
    for (const std::string& tag : reply.tags) tags += (tags.empty() ? "" : between) + tag;
    return {site_.tag_field, std::move(tags)};
}

Page Dispatcher::run(const Route& route, const Request& request, Encoding encoding) {
    const std::string& told = route.options.secret ? route.pattern : request.path;
    const auto started = std::chrono::steady_clock::now();
    Page page;
    try {
        Reply reply = route.handler(request);
        if (!site_.tag_field.empty() && route.options.cached) reply.headers.push_back(tags_of(reply));
        page = encode_response(reply, encoding, Effort::Page, site_.security_headers);
    } catch (const std::exception& error) {
        spdlog::error("{} failed: {}", told, error.what());
        page = error_now(500, encoding, {});
    } catch (...) {
        spdlog::error("{} failed: {}", told, "an exception that is no std::exception");
        page = error_now(500, encoding, {});
    }
    const auto took = std::chrono::steady_clock::now() - started;
    metrics_.count_render(took);
    if (took >= Metrics::kSlow) metrics_.note_slow(told, took);
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
    auto page = std::make_shared<EncodedResponse>(
        *encode_response(reply, encoding, Effort::Page, site_.security_headers));
    page->keep = allow.empty() && status != 500;
    return page;
}

// On a worker. Renders until the page is not out of date by the time it is ready, at most three times.
void Dispatcher::render(const Route& route, const Request& request, const std::string& key, Encoding encoding,
                        const Done& done) {
    constexpr int kTries = 3;
    for (int attempt = 1;; ++attempt) {
        const auto started = cache_.now();
        Page page = run(route, request, encoding);
        if (page->status >= 500)
            if (Page old = old_page(key)) page = std::move(old);
        if (cache_.complete_render(key, page, started, attempt == kTries)) return done(page);
    }
}

// Yesterday's page beats an error, unless it was evicted since it was asked for.
Page Dispatcher::old_page(const std::string& key) {
    const Page old = cache_.find(key).page;
    return old ? marked_stale(*old) : nullptr;
}

Dispatcher::Queue Dispatcher::queue_of(const Route* route) {
    if (route && route->options.heavy) return {*workers_.heavy, places_.heavy};
    if (!route || reads(route->method)) return {*workers_.pages, places_.pages};
    return {*workers_.changes, places_.changes};
}

void Dispatcher::post(Workers& workers, std::function<void()> work, std::function<void()> refused) const {
    const auto until = coarse_now() + limits_.answer_time;
    const bool taken = workers.post([until, work = std::move(work), refused] {
        if (coarse_now() >= until) return refused();
        try {
            work();
        } catch (...) {  // memory ran out, most likely: whoever waits is told, the pool tells the log
            refused();
            throw;
        }
    });
    if (!taken) refused();
}

void Dispatcher::answer(Plan plan, Target target, Request request, Done done) {
    if (plan.status && plan.allow.empty()) return answer_error(plan.status, target.encoding, std::move(done));
    if (target.is_asset && reads(request.method))
        return done(site_.assets.find(target.path, target.encoding));
    const auto overloaded = [this, done] { done(overloaded_); };
    const Queue queue = queue_of(plan.route);
    if (plan.status) {
        auto place = queue.places.take(request.address);
        if (!place) return done(too_many_);
        return post(
            queue.workers,
            [this, plan = std::move(plan), encoding = target.encoding, done, place = std::move(place)] {
                done(error_now(plan.status, encoding, plan.allow));
            },
            overloaded);
    }
    const Route& route = *plan.route;
    request.captures = std::move(target.match.captures);
    request.query = std::move(target.parameters);
    if (!route.options.compressed) {
        target.encoding = Encoding::Identity;
        target.key.back() = coding_in_key(Encoding::Identity);
    }
    if (route.options.immediate) return done(run(route, request, target.encoding));
    if (!route.options.cached) {
        auto place = queue.places.take(request.address);
        if (!place) return done(too_many_);
        return post(
            queue.workers,
            [this, &route, request = std::move(request), encoding = target.encoding, done,
             place = std::move(place)] {
                const bool abandoned = reads(request.method) && request.abandoned && *request.abandoned;
                done(abandoned ? overloaded_ : run(route, request, encoding));
            },
            overloaded);
    }
    auto found = cache_.find(target.key);
    if (found.page && found.fresh) {
        metrics_.hits.fetch_add(1, std::memory_order_relaxed);
        return done(found.page);
    }
    const bool show_old = found.page && site_.tag_field.empty();
    if (!show_old && cache_.join_render(target.key, done)) return;
    // Taken before join(): once others have joined this render, it can no longer be refused.
    auto place = queue.places.take(request.address);
    if (!place) {
        if (!found.page) return done(too_many_);
        metrics_.stale.fetch_add(1, std::memory_order_relaxed);
        return done(show_old ? found.page : marked_stale(*found.page));
    }
    if (!cache_.begin_render(target.key, show_old ? Done{} : done)) {
        if (show_old) {
            metrics_.stale.fetch_add(1, std::memory_order_relaxed);
            done(found.page);
        }
        return;
    }
    metrics_.misses.fetch_add(1, std::memory_order_relaxed);
    try {
        post(
            queue.workers,
            [this, &route, request = std::move(request), key = target.key, encoding = target.encoding, done,
             place = std::move(place)] { render(route, request, key, encoding, done); },
            [this, key = target.key, done] {
                const auto started = cache_.now();
                const Page old = old_page(key), page = old ? old : overloaded_;
                cache_.complete_render(key, page, started, /*last_try=*/true);
                done(page);
            });
    } catch (...) {
        cache_.complete_render(target.key, nullptr, cache_.now(),
                               /*last_try=*/true);  // nobody waits for it for good
        throw;
    }
}

void Dispatcher::answer_error(int status, Encoding encoding, Done done) {
    auto key = error_key(status, encoding);
    if (auto found = cache_.find(key); found.page && found.fresh) return done(found.page);
    if (!cache_.begin_render(key, done)) return;
    const auto finish = [this, key, done](const Page& page, PageCache::Moment started) {
        cache_.complete_render(key, page, started, /*last_try=*/true);
        done(page);
    };
    try {
        post(
            *workers_.pages,
            [this, status, encoding, finish] {
                const auto started = cache_.now();
                finish(error_now(status, encoding, {}), started);
            },
            [this, finish] { finish(overloaded_, cache_.now()); });
    } catch (...) {
        cache_.complete_render(key, nullptr, cache_.now(), /*last_try=*/true);
        throw;
    }
}

void Dispatcher::admit(const Route& route, Request request, bool follows, AdmitDone done) {
    auto place = places_.pages.take(request.address);
    if (!place) return done({too_many_});
    post(
        *workers_.pages,
        [this, &route, request = std::move(request), follows, done, place = std::move(place)] {
            Admitted admitted;
            try {
                if (follows) {
                    admitted.events = route.options.events(request);
                    if (!admitted.events) admitted.refusal = plain(401);
                } else {
                    auto answer = route.options.admits(request);
                    admitted.account = std::move(answer.account);
                    if (answer.refusal)
                        admitted.refusal = encode_response(*answer.refusal, Encoding::Identity, Effort::Page,
                                                           site_.security_headers);
                }
            } catch (const std::exception& error) {
                spdlog::error("who may call {} is not known: {}", route.pattern, error.what());
                admitted.refusal = plain(500);
            }
            done(std::move(admitted));
        },
        [this, done] { done({overloaded_}); });
}

tl::expected<std::shared_ptr<Upload>, int> Dispatcher::begin_upload(std::string_view account,
                                                                    std::uint64_t announced) {
    auto place = quota_.open(account, announced);
    if (!place) return tl::unexpected(place.error());
    // Closing a large file may wait for the disk, and whoever lets go of it last may be a loop. Where no
    // worker takes it any more it is closed there.
    const auto close = [files = std::weak_ptr(workers_.files)](Upload* upload) {
        std::shared_ptr<Upload> held(upload);
        if (const auto workers = files.lock())
            workers->post([held = std::move(held)]() mutable { held.reset(); });
    };
    return std::shared_ptr<Upload>(new Upload(std::move(*place), bodies_->make()), close);
}

void Dispatcher::store(std::shared_ptr<Upload> upload, std::shared_ptr<const std::string> piece, bool last,
                       Stored done) {
    post(
        *workers_.files,
        [upload = std::move(upload), piece = std::move(piece), last, done] {
            int status = upload->store(*piece);
            if (!status && last) status = upload->finish();
            done(status);
        },
        [done] { done(503); });
}

void Dispatcher::read_piece(const std::string& address, std::shared_ptr<const ContentSource> content,
                            std::uint64_t offset, std::size_t size, PieceRead done) {
    if (auto ready = content->read_ready(offset, size)) return done(std::move(*ready));
    const auto refused = [done] { done(unavailable("too many files are read")); };
    auto place = places_.files.take(address);
    if (!place) return refused();
    post(
        *workers_.files,
        [content = std::move(content), offset, size, done, place = std::move(place)] {
            done(content->read(offset, size));
        },
        refused);
}

Page Dispatcher::redirect(std::string address) const {
    Reply reply;
    reply.status = 301;
    reply.type = "text/plain; charset=utf-8";
    reply.headers.push_back({"Location", std::move(address)});
    return encode_response(reply, Encoding::Identity, Effort::Page, site_.security_headers);
}

Page Dispatcher::plain(int status, std::string_view allow) const {
    Reply reply;
    reply.status = status;
    reply.type = "text/plain; charset=utf-8";
    reply.body = fmt::format("{} {}\n", status, reason(status));
    if (status == 405) reply.headers.push_back({"Allow", std::string(allow)});
    if (status == 429 || status == 503)
        reply.headers.push_back({"Retry-After", std::to_string(limits_.retry_after.count())});
    return encode_response(reply, Encoding::Identity, Effort::Page, site_.security_headers);
}

}  // namespace warraq::serve
