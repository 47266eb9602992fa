#include "site/reader_site.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/file.h"
#include "base/percent.h"
#include "story/address.h"

namespace warraq::site {

using serve::Method;
using serve::Reply;
using serve::Request;

namespace {

constexpr std::size_t kLargestMedia = 32u << 20;
constexpr std::size_t kLargestForm = 64 * 1024;

}  // namespace

ReaderSite::ReaderSite(store::Store& store, const search::Index& index, MostRead& most_read,
                       const press::Press& press, Settings settings, std::filesystem::path media,
                       crypto::Key form_key)
    : store_(store),
      index_(index),
      most_read_(most_read),
      press_(press),
      settings_(std::move(settings)),
      media_(std::move(media)),
      form_key_(form_key),
      comment_limiter_(settings_.comments.burst, std::chrono::minutes(settings_.comments.minutes_between)),
      rules_(settings_.comments, crypto::derived_key(form_key_, "commenters' machines")),
      challenge_(settings_.comments.challenge_after, form_key_) {}

serve::Site ReaderSite::routes(serve::Assets assets, serve::Router router) {
    using Answer = Reply (ReaderSite::*)(const Request&);
    const auto to = [this](Answer answer) {
        return [this, answer](const Request& r) { return (this->*answer)(r); };
    };

    const serve::RouteOptions page{.cached = true};
    const serve::RouteOptions river{.cached = true, .parameters = {"before", "after"}};
    const serve::RouteOptions listed{
        .cached = true,
        .parameters = {"section", "topic", "author", "before", "after", "limit", "page", "contains"}};
    const serve::RouteOptions oembed{.parameters = {"url", "format", "maxwidth", "maxheight"}};
    const serve::RouteOptions found{
        .parameters = {"q", "section", "author", "year", "from", "to", "sort", "page", "format"}};
    const serve::RouteOptions story{.cached = true, .parameters = {"comment", "comments", "reply"}};
    const serve::RouteOptions file{.cached = true, .compressed = false};
    const serve::RouteOptions form{.max_body = kLargestForm};

    serve::Site site;
    site.router = std::move(router);
    site.router.add({Method::Get, "/", to(&ReaderSite::front_page), page});
    site.router.add({Method::Get, "/most-read", to(&ReaderSite::most_read_page), page});
    site.router.add({Method::Get, "/live", to(&ReaderSite::breaking), {.events = breaking_}});
    site.router.add({Method::Get, "/api/v1/site", to(&ReaderSite::api_site), page});
    site.router.add({Method::Get, "/api/v1/stories", to(&ReaderSite::api_stories), listed});
    site.router.add({Method::Get, "/api/v1/stories/{id}", to(&ReaderSite::api_story), page});
    site.router.add({Method::Get, "/api/v1/stories/{id}/comments", to(&ReaderSite::api_comments), listed});
    site.router.add({Method::Get, "/api/v1/topics", to(&ReaderSite::api_topics), listed});
    site.router.add({Method::Get, "/api/v1/most-read", to(&ReaderSite::api_most_read), page});
    site.router.add({Method::Get, "/health/live", to(&ReaderSite::live)});
    site.router.add({Method::Get, "/health/ready", to(&ReaderSite::ready)});
    site.router.add({Method::Get, "/metrics", to(&ReaderSite::metrics)});
    site.router.add({Method::Get, "/feed/{file}", to(&ReaderSite::site_feed), page});
    site.router.add({Method::Get, "/sitemap.xml", to(&ReaderSite::sitemap_index), page});
    site.router.add({Method::Get, "/sitemap/news.xml", to(&ReaderSite::news_sitemap)});
    site.router.add({Method::Get, "/sitemap/{file}", to(&ReaderSite::sitemap), page});
    site.router.add({Method::Get, "/robots.txt", to(&ReaderSite::robots)});
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
    site.router.add({Method::Get, "/{section}/{id}", to(&ReaderSite::short_address)});
    site.router.add({Method::Get, "/{section}/{id}/{slug}", to(&ReaderSite::story_page), story});
    site.router.add({Method::Post, "/{section}/{id}/{slug}", to(&ReaderSite::post_comment), form});

    site.assets = std::move(assets);
    site.on_view = [this](const serve::View& view) { most_read_.count(view, now()); };
    site.error_page = [this](int status) { return error_page(status); };
    site.security_headers = security_headers(press_.theme());
    site.cache_bytes = static_cast<std::size_t>(settings_.cache_mib) << 20;
    return site;
}

std::string ReaderSite::security_headers(const press::Theme& theme, press::Theme::Frames frames) {
    return "Content-Security-Policy: " + theme.content_security_policy(frames) +
           "\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: strict-origin-when-cross-origin\r\n";
}

Reply ReaderSite::page(std::string html) const {
    Reply reply;
    reply.body = std::move(html);
    reply.cache_control = fmt::format("public, max-age={}", settings_.page_seconds);
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

Reply ReaderSite::error_page(int status) {
    std::vector<story::Section> sections;
    if (auto snapshot = store_.snapshot())
        if (auto known = (*snapshot)->sections()) sections = std::move(*known);
    Reply reply;
    reply.status = status;
    reply.body = press_.error_page(status, sections);
    reply.tags = {"sections", "theme"};
    return reply;
}

Reply ReaderSite::not_found() {
    return error_page(404);
}

Reply ReaderSite::failed(const Error& error) {
    if (error.kind == Error::Kind::NotFound) return not_found();
    spdlog::error("a page could not be made: {}", error.message);
    return error_page(error.kind == Error::Kind::Unavailable ? 503 : 500);
}

Reply ReaderSite::media(const Request& request) {
    const std::filesystem::path name(request.capture("name"));
    // A file's own name and nothing that walks: it was one segment of the path, and may not begin with a dot.
    if (name.filename() != name || name.native().front() == '.') return not_found();
    auto content = read_file(media_ / name, kLargestMedia);
    if (!content) return failed(content.error());
    Reply reply;
    reply.type = serve::media_type(name);
    reply.body = std::move(*content);
    reply.cache_control = serve::kForever;
    reply.tags = {"media:" + name.string()};
    return reply;
}

Reply ReaderSite::live(const Request&) {
    Reply reply;
    reply.type = "text/plain; charset=utf-8";
    reply.body = "ok\n";
    return reply;
}

Reply ReaderSite::ready(const Request& request) {
    auto snapshot = store_.snapshot();
    if (snapshot && (*snapshot)->last_change()) return live(request);
    Reply reply = live(request);
    reply.status = 503;
    reply.body = "the database does not answer\n";
    return reply;
}

Reply ReaderSite::metrics(const Request& request) {
    if (!server_ || (!request.loopback && !settings_.open_metrics)) return not_found();
    const auto totals = server_->cache().totals();
    Reply reply;
    reply.type = "text/plain; version=0.0.4; charset=utf-8";
    reply.body = server_->metrics().text(totals.pages, totals.bytes);
    return reply;
}

}  // namespace warraq::site
