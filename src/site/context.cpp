#include "site/reader_site.h"

#include <algorithm>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/percent.h"
#include "serve/http/file_reply.h"
#include "serve/http/shared_start.h"
#include "serve/net/proxy_policy.h"
#include "settings/security_headers.h"
#include "site/retry_after.h"
#include "site/wordpress_api.h"
#include "store/reader_priority.h"
#include "story/address.h"

namespace warraq::site {

using serve::Method;
using serve::Reply;
using serve::Request;

namespace {

constexpr std::size_t kLargestForm = 64 * 1024;
constexpr int kSuggestionsASearch = 10;  // a word is typed letter by letter

std::chrono::milliseconds pace(int a_minute) {
    return std::chrono::milliseconds(a_minute > 0 ? std::max(1, 60'000 / a_minute) : 0);
}

}  // namespace

ReaderSite::ReaderSite(const SiteParts& parts, press::Press press, settings::Settings settings)
    : store_(parts.store),
      index_(parts.index),
      most_read_(parts.most_read),
      press_(std::move(press)),
      page_start_(std::make_shared<const serve::SharedStart>(press_.shared_start())),
      settings_(settings::in_force(std::move(settings))),
      media_(parts.media),
      form_key_(parts.form_key),
      breaking_(parts.breaking),
      server_(parts.server),
      leaving_(parts.leaving),
      comment_limiter_(settings_.comments.burst, std::chrono::minutes(settings_.comments.minutes_between),
                       parts.limits, "comments"),
      search_limiter_(settings_.defence.searches_a_minute, pace(settings_.defence.searches_a_minute),
                      parts.limits, "searches"),
      suggestion_limiter_(kSuggestionsASearch * settings_.defence.searches_a_minute,
                          pace(kSuggestionsASearch * settings_.defence.searches_a_minute), parts.limits,
                          "suggestions"),
      rules_(settings_.comments, crypto::derived_key(form_key_, "commenters' machines")),
      challenge_(settings_.comments.challenge_after, form_key_) {}

Result<std::shared_ptr<ReaderSite>> ReaderSite::make(const SiteParts& parts, settings::Settings settings) {
    if (auto checked = settings::check(settings); !checked) return fail(checked.error());
    auto calendar = press::Calendar::make(settings.publication);
    if (!calendar) return fail(calendar.error());
    press::Press press(settings.publication, std::move(*calendar), parts.theme);
    return std::shared_ptr<ReaderSite>(new ReaderSite(parts, std::move(press), std::move(settings)));
}

serve::Site ReaderSite::routes(Current current, serve::Assets assets, serve::Router router) {
    using Answer = Reply (ReaderSite::*)(const Request&);
    const auto to = [current](Answer answer) {
        return [current, answer](const Request& request) {
            const store::ReaderPriority mark;
            const auto site = current();
            Reply reply = ((*site).*answer)(request);
            if (reply.status == 404 && request.method != Method::Post)
                reply = site->moved_or(request, std::move(reply));
            return site->with_error_page(std::move(reply));
        };
    };
    const auto first = current();

    const serve::RouteOptions page{.cached = true};
    const serve::RouteOptions front{
        .cached = true,
        .parameters = {"p", "page_id", "attachment_id", "cat", "tag", "author", "m", "feed", "s"}};
    const serve::RouteOptions river{.cached = true, .parameters = {"before", "after"}};
    const serve::RouteOptions listed{
        .cached = true, .parameters = {"section", "topic", "author", "before", "after", "limit"}};
    const serve::RouteOptions oembed{.parameters = {"url", "format", "maxwidth", "maxheight"}};
    const serve::RouteOptions found{
        .parameters = {"q", "section", "author", "year", "from", "to", "sort", "page", "format"}};
    const serve::RouteOptions story{.cached = true, .parameters = {"comment", "comments", "reply"}};
    const serve::RouteOptions file{.cached = true, .compressed = false};
    const serve::RouteOptions form{.max_body = kLargestForm};

    serve::Site site;
    site.router = std::move(router);
    site.router.add({Method::Get, "/", to(&ReaderSite::front_page), front});
    site.router.add({Method::Get, "/most-read", to(&ReaderSite::most_read_page), page});
    site.router.add({Method::Get,
                     "/live",
                     to(&ReaderSite::breaking),
                     {.events = [events = first->breaking_](const Request&) { return events; }}});
    site.router.add({Method::Get, "/api/v1/site", to(&ReaderSite::api_site), page});
    site.router.add({Method::Get, "/api/v1/stories", to(&ReaderSite::api_stories), listed});
    site.router.add({Method::Get, "/api/v1/stories/{id}", to(&ReaderSite::api_story), page});
    site.router.add({Method::Get,
                     "/api/v1/stories/{id}/comments",
                     to(&ReaderSite::api_comments),
                     {.cached = true, .parameters = {"page"}}});
    site.router.add({Method::Get,
                     "/api/v1/topics",
                     to(&ReaderSite::api_topics),
                     {.cached = true, .parameters = {"contains", "limit"}}});
    site.router.add({Method::Get, "/api/v1/most-read", to(&ReaderSite::api_most_read), page});
    const serve::RouteOptions wordpress{.parameters = wordpress_parameters()};
    for (const char* root : {"/wp-json", "/wp-json/", "/wp-json/wp/v2", "/wp-json/wp/v2/"})
        site.router.add({Method::Get, root, to(&ReaderSite::wordpress), wordpress});
    for (const char* thing : {"/wp-json/wp/v2/{collection}", "/wp-json/wp/v2/{collection}/",
                              "/wp-json/wp/v2/{collection}/{id}"}) {
        site.router.add({Method::Get, thing, to(&ReaderSite::wordpress), wordpress});
        for (const auto method : {Method::Post, Method::Put, Method::Patch, Method::Delete})
            site.router.add({method, thing, [](const Request&) { return wordpress_read_only(); }});
    }
    for (const char* other : {"/wp-json/{a}", "/wp-json/{a}/{b}", "/wp-json/{a}/{b}/{c}",
                              "/wp-json/{a}/{b}/{c}/{d}", "/wp-json/{a}/{b}/{c}/{d}/{e}"})
        site.router.add({Method::Get, other, [](const Request&) { return wordpress_no_route(); }});
    site.router.add({Method::Get, "/health/live", to(&ReaderSite::live), {.immediate = true}});
    site.router.add({Method::Get, "/health/ready", to(&ReaderSite::ready)});
    site.router.add({Method::Get, "/metrics", to(&ReaderSite::metrics)});
    for (const auto method : {Method::Get, Method::Post})
        site.router.add({method, "/xmlrpc.php", to(&ReaderSite::no_xml_rpc)});
    site.router.add({Method::Get, "/feed/comments.xml", to(&ReaderSite::comments_feed)});
    site.router.add({Method::Get, "/feed/comments/{file}", to(&ReaderSite::comments_feed), page});
    site.router.add({Method::Get, "/feed/{file}", to(&ReaderSite::site_feed), page});
    for (const char* archive :
         {"/archive/{year}", "/archive/{year}/{month}", "/archive/{year}/{month}/{day}"})
        site.router.add({Method::Get, archive, to(&ReaderSite::archive_page), river});
    site.router.add({Method::Get, "/sitemap.xml", to(&ReaderSite::sitemap_index), page});
    site.router.add({Method::Get, "/sitemap/news.xml", to(&ReaderSite::news_sitemap)});
    site.router.add({Method::Get, "/sitemap/{file}", to(&ReaderSite::sitemap), page});
    site.router.add({Method::Get, "/robots.txt", to(&ReaderSite::robots)});
    site.router.add(
        {Method::Get, std::string(serve::kAcmePath) + "{token}", to(&ReaderSite::acme_challenge)});
    site.router.add({Method::Get, "/oembed", to(&ReaderSite::oembed), oembed});
    site.router.add({Method::Get, "/search", to(&ReaderSite::search_page), found});
    site.router.add({Method::Get, "/search/suggest", to(&ReaderSite::search_suggestions), found});
    site.router.add({Method::Get, "/media/{name}", to(&ReaderSite::media), file});
    site.router.add({Method::Get, "/share/{file}", to(&ReaderSite::share_picture), file});
    site.router.add({Method::Get, "/comments/{id}", to(&ReaderSite::comment_address)});
    site.router.add({Method::Get, "/author/{slug}", to(&ReaderSite::author_page), river});
    site.router.add({Method::Get, "/topic/{slug}", to(&ReaderSite::topic_page), river});
    site.router.add({Method::Get, "/author/{slug}/feed/{file}", to(&ReaderSite::author_feed), page});
    site.router.add({Method::Get, "/topic/{slug}/feed/{file}", to(&ReaderSite::topic_feed), page});
    site.router.add({Method::Get, "/{section}/feed/{file}", to(&ReaderSite::section_feed), page});
    site.router.add({Method::Get, "/{section}", to(&ReaderSite::section_page), river});
    site.router.add({Method::Get, "/{section}/{id}", to(&ReaderSite::short_address), page});
    site.router.add({Method::Get, "/{section}/{id}/{slug}", to(&ReaderSite::story_page), story});
    site.router.add({Method::Post, "/{section}/{id}/{slug}", to(&ReaderSite::post_comment), form});

    site.assets = std::move(assets);
    site.fallback = serve::Route{Method::Get, "", to(&ReaderSite::missing), page};
    site.on_view = [&most_read = first->most_read_](const serve::View& view) {
        most_read.count(view, now());
    };
    site.error_page = [current](int status) {
        const store::ReaderPriority mark;
        return current()->error_page(status);
    };
    site.security_headers = security_headers(first->press_.theme(), first->settings_);
    site.cache_bytes = static_cast<std::size_t>(first->settings_.cache_mib) << 20;
    return site;
}

std::string ReaderSite::security_headers(const press::Theme& theme, const settings::Settings& settings,
                                         press::Theme::Frames frames) {
    return settings::security_headers(theme.content_security_policy(frames), settings);
}

// What browsers and proxies may do with a page; one that we cannot make for a day is better than none.
std::string ReaderSite::kept_by_others() const {
    return fmt::format("public, max-age={}, stale-if-error=86400", settings_.page_seconds);
}

Reply ReaderSite::page(std::string html) const {
    Reply reply;
    reply.body = std::move(html);
    reply.start = page_start_;
    reply.cache_control = kept_by_others();
    reply.tags = {"sections", "theme"};
    return reply;
}

Reply redirect(int status, std::string_view address) {
    Reply reply;
    reply.status = status;
    reply.headers.push_back({"Location", percent::encode_address(address)});
    reply.type = "text/plain; charset=utf-8";
    return reply;
}

Reply ReaderSite::bare_error(int status) {
    Reply reply;
    reply.status = status;
    return reply;
}

Reply ReaderSite::with_error_page(Reply reply) {
    if (reply.status < 400 || !reply.body.empty()) return reply;
    Reply page = error_page(reply.status);
    page.headers.insert(page.headers.end(), reply.headers.begin(), reply.headers.end());
    return page;
}

Reply ReaderSite::error_page(int status) {
    std::vector<story::Section> sections;
    if (status != 503) {  // where the database does not answer, it is not waited for once more
        auto snapshot = store_.public_snapshot();
        auto known = snapshot ? (*snapshot)->sections() : fail(snapshot.error());
        if (known) sections = std::move(*known);
    }
    return of_error(status, press_.error_page(status, sections));
}

Reply ReaderSite::of_error(int status, std::string html) const {
    Reply reply;
    reply.status = status;
    reply.body = std::move(html);
    reply.start = page_start_;
    reply.tags = {"sections", "theme"};
    if (status == 503) reply.headers.push_back(retry_after());
    return reply;
}

bool ReaderSite::searches_too_often(serve::AddressLimiter& limiter, const Request& request) {
    const auto address = IpAddress::from(request.address);
    return address && is_public(*address) &&
           !limiter.allow(request.address, std::chrono::steady_clock::now());
}

Reply ReaderSite::too_often() {
    Reply reply = bare_error(429);
    reply.headers.push_back({"Retry-After", "60"});
    return reply;
}

Reply ReaderSite::missing(const Request&) {
    return not_found();
}

Reply ReaderSite::not_found() {
    return bare_error(404);
}

Reply ReaderSite::failed(const Error& error) {
    if (error.kind == Error::Kind::NotFound) return not_found();
    const bool away = error.kind == Error::Kind::Unavailable;
    if (const auto times = away ? pages_away_.tell() : 1)
        spdlog::error("a page could not be made: {} ({} since this was told)", error.message, *times);
    return bare_error(away ? 503 : 500);
}

// A file that a public story shows, or the newsroom's own look. Any other is not there: it may be a draft's,
// or have been taken down with its story.
Reply ReaderSite::media(const Request& request) {
    const std::string file(request.capture("name"));
    if (!serve::is_file_name(file)) return not_found();
    std::string tag = "theme";
    if (const std::string& logo = settings_.publication.logo;
        logo.empty() || story::whole_picture(file) != story::whole_picture(logo)) {
        auto snapshot = store_.public_snapshot();
        if (!snapshot) return failed(snapshot.error());
        auto shown = (*snapshot)->shown_by(file);
        if (!shown) return failed(shown.error());
        if (!*shown) return not_found();
        tag = fmt::format("story:{}", (*shown)->value);  // when it changes, another one is looked for
    }
    const auto kept = media_.find(file);
    if (!kept) return failed(kept.error());
    auto reply = serve::file_reply(kept->path, kept->size);
    if (!reply) return failed(reply.error());
    reply->security_headers = settings::security_headers(settings::kFilePolicy, settings_);
    reply->cache_control = serve::kForever;
    reply->tags = {"media:" + file, std::move(tag)};
    return std::move(*reply);
}

// On the event loop: it answers while no worker does, and says so.
Reply ReaderSite::live(const Request&) {
    const serve::Server* server = *server_;
    const std::string problem = server ? server->problem() : std::string();
    Reply reply;
    reply.type = "text/plain; charset=utf-8";
    reply.body = problem.empty() ? "ok\n" : problem + "\n";
    if (!problem.empty()) reply.status = 503;
    return reply;
}

Reply ReaderSite::ready(const Request& request) {
    Reply reply = live(request);
    if (reply.status != 200) return reply;
    if (*leaving_) {
        reply.status = 503;
        reply.body = "about to end\n";
        return reply;
    }
    auto snapshot = store_.public_snapshot();
    if (snapshot && (*snapshot)->sections()) return reply;
    reply.status = 503;
    reply.body = "the database does not answer\n";
    return reply;
}

Reply ReaderSite::metrics(const Request& request) {
    serve::Server* server = *server_;
    if (!server || (!request.loopback && !settings_.open_metrics)) return not_found();
    const auto totals = server->cache().totals();
    Reply reply;
    reply.type = "text/plain; version=0.0.4; charset=utf-8";
    reply.body = server->metrics().text(totals.pages, totals.bytes);
    return reply;
}

}  // namespace warraq::site
