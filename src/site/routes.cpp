// The table of routes, and what happens around each handler.
#include "site/routes.h"

#include <string>
#include <type_traits>

#include "serve/net/proxy_policy.h"
#include "settings/security_headers.h"
#include "site/api/v1/handlers.h"
#include "site/api/wordpress/api.h"
#include "site/api/wordpress/xml_rpc.h"
#include "site/comments/comment_address.h"
#include "site/comments/submit.h"
#include "site/feeds/comments_feed.h"
#include "site/feeds/feeds.h"
#include "site/feeds/oembed.h"
#include "site/feeds/share.h"
#include "site/feeds/sitemaps.h"
#include "site/feeds/subscription_list.h"
#include "site/pages/archive.h"
#include "site/pages/errors.h"
#include "site/pages/front.h"
#include "site/pages/most_read_page.h"
#include "site/pages/old_addresses.h"
#include "site/pages/search.h"
#include "site/pages/story.h"
#include "site/pages/story_list.h"
#include "site/pages/suggestions.h"
#include "site/service/acme.h"
#include "site/service/health.h"
#include "site/service/media.h"
#include "site/service/metrics.h"
#include "site/service/robots.h"
#include "store/reader_priority.h"

namespace warraq::site {

using serve::Method;
using serve::Reply;
using serve::Request;

namespace {

constexpr std::size_t kLargestForm = 64 * 1024;

using Failure = Reply (*)(Context&, const Error&);

// What is found at the address in place of `missing`.
Reply moved_or(Context& context, Reply missing) {
    if (serve::is_well_known(context.request.path)) return missing;
    auto moved = context.read(find_moved);
    if (!moved) return page_failure(context, moved.error());
    return *moved ? std::move(**moved) : std::move(missing);
}

// When find_moved() and an error's page take their snapshots, the handler's is gone: a thread holds one at a
// time.
template <class Handler>
serve::Handler answered_by(Current current, Handler handler, Failure failure) {
    return [current = std::move(current), handler, failure](const Request& request) {
        const store::ReaderPriority mark;
        const auto site = current();
        Context context(request, *site);
        Result<Reply> answer = [&] {
            if constexpr (std::is_invocable_v<Handler, Context&>)
                return handler(context);
            else
                return context.read(handler);
        }();
        Reply reply = answer ? std::move(*answer) : failure(context, answer.error());
        if (reply.status == 404 && request.method != Method::Post)
            reply = moved_or(context, std::move(reply));
        return with_error_page(*site, std::move(reply));
    };
}

// For an address that no route has: it may have moved.
Result<Reply> missing(Context&) {
    return not_found("no route");
}

std::vector<serve::Route> table(const Current& current, const SiteState& first) {
    const auto page = [&](auto handler) { return answered_by(current, handler, page_failure); };
    const auto json = [&](auto handler) { return answered_by(current, handler, api::failure); };
    const auto wp = answered_by(current, wordpress::answer, wordpress::failure);
    const auto no_route = [](const Request&) { return wordpress::no_route(); };

    using enum Method;
    const serve::RouteOptions cached{.cached = true};
    const serve::RouteOptions front{
        .cached = true,
        .parameters = {"p", "page_id", "attachment_id", "cat", "tag", "author", "m", "feed", "s"}};
    const serve::RouteOptions list{.cached = true, .parameters = {"before", "after"}};
    const serve::RouteOptions story{.cached = true, .parameters = {"comment", "comments", "reply"}};
    const serve::RouteOptions form{.max_body = kLargestForm};
    const serve::RouteOptions found{
        .parameters = {"q", "section", "author", "year", "from", "to", "sort", "page", "format"}};
    const serve::RouteOptions file{.cached = true, .compressed = false};
    const serve::RouteOptions events{
        .events = [breaking = first.breaking](const Request&) { return breaking; }};
    const serve::RouteOptions embed{.parameters = {"url", "format", "maxwidth", "maxheight"}};
    const serve::RouteOptions stories{
        .cached = true, .parameters = {"section", "topic", "author", "before", "after", "limit"}};
    const serve::RouteOptions topics{.cached = true, .parameters = {"contains", "limit"}};
    const serve::RouteOptions paged{.cached = true, .parameters = {"page"}};
    const serve::RouteOptions listing{.parameters = wordpress::parameter_names()};

    return {
        {Get, "/", page(front_page), front},
        {Get, "/most-read", page(most_read_page), cached},
        {Get, "/live", page(breaking_news), events},

        {Get, "/api/v1/site", json(api::site), cached},
        {Get, "/api/v1/stories", json(api::stories), stories},
        {Get, "/api/v1/stories/{id}", json(api::story), cached},
        {Get, "/api/v1/stories/{id}/comments", json(api::story_comments), paged},
        {Get, "/api/v1/topics", json(api::topics), topics},
        {Get, "/api/v1/most-read", json(api::most_read), cached},

        {Get, "/wp-json", wp, listing},
        {Get, "/wp-json/", wp, listing},
        {Get, "/wp-json/wp/v2", wp, listing},
        {Get, "/wp-json/wp/v2/", wp, listing},
        {Get, "/wp-json/wp/v2/{collection}", wp, listing},
        {Get, "/wp-json/wp/v2/{collection}/", wp, listing},
        {Get, "/wp-json/wp/v2/{collection}/{id}", wp, listing},
        {Get, "/wp-json/{a}", no_route},
        {Get, "/wp-json/{a}/{b}", no_route},
        {Get, "/wp-json/{a}/{b}/{c}", no_route},
        {Get, "/wp-json/{a}/{b}/{c}/{d}", no_route},
        {Get, "/wp-json/{a}/{b}/{c}/{d}/{e}", no_route},
        {Get, "/xmlrpc.php", page(wordpress::no_xml_rpc)},
        {Post, "/xmlrpc.php", page(wordpress::no_xml_rpc)},

        {Get, "/health/live", page(health_live), {.immediate = true}},
        {Get, "/health/ready", page(health_ready)},
        {Get, "/metrics", page(metrics)},
        {Get, "/robots.txt", page(robots)},
        {Get, std::string(serve::kAcmePath) + "{token}", page(acme_challenge)},
        {Get, "/media/{name}", page(media_file), file},

        {Get, "/feed/comments.xml", page(comments_feed)},
        {Get, "/feed/comments/{file}", page(comments_feed), cached},
        {Get, "/feed/{file}", page(site_feed), cached},
        {Get, "/feeds.opml", page(subscription_list), cached},
        {Get, "/sitemap.xml", page(sitemap_index), cached},
        {Get, "/sitemap/news.xml", page(news_sitemap)},
        {Get, "/sitemap/{file}", page(sitemap), cached},
        {Get, "/oembed", page(oembed), embed},
        {Get, "/share/{file}", page(share_picture), file},

        {Get, "/search", page(search_page), found},
        {Get, "/search/suggest", page(search_suggestions), found},
        {Get, "/archive/{year}", page(archive_page), list},
        {Get, "/archive/{year}/{month}", page(archive_page), list},
        {Get, "/archive/{year}/{month}/{day}", page(archive_page), list},
        {Get, "/comments/{id}", page(comment_address)},
        {Get, "/author/{slug}", page(author_page), list},
        {Get, "/author/{slug}/feed/{file}", page(author_feed), cached},
        {Get, "/topic/{slug}", page(topic_page), list},
        {Get, "/topic/{slug}/feed/{file}", page(topic_feed), cached},
        {Get, "/{section}", page(section_page), list},
        {Get, "/{section}/feed/{file}", page(section_feed), cached},
        {Get, "/{section}/{id}", page(short_story_address), cached},
        {Get, "/{section}/{id}/{slug}", page(story_page), story},
        {Post, "/{section}/{id}/{slug}", page(post_comment), form},
    };
}

// The WordPress API is for reading: other methods are answered so, not 405.
void add_read_only(serve::Router& router) {
    for (const char* path :
         {"/wp-json/wp/v2/{collection}", "/wp-json/wp/v2/{collection}/", "/wp-json/wp/v2/{collection}/{id}"})
        for (const auto method : {Method::Post, Method::Put, Method::Patch, Method::Delete})
            router.add({method, path, [](const Request&) { return wordpress::read_only(); }});
}

}  // namespace

serve::Site routes(Current current, serve::Assets assets, serve::Router router) {
    const auto first = current();
    serve::Site site;
    site.router = std::move(router);
    for (serve::Route& route : table(current, *first)) site.router.add(std::move(route));
    add_read_only(site.router);
    site.fallback =
        serve::Route{Method::Get, "", answered_by(current, missing, page_failure), {.cached = true}};
    site.assets = std::move(assets);
    site.on_view = [&most_read = first->most_read](const serve::View& view) { most_read.count(view, now()); };
    site.error_page = [current](int status) {
        const store::ReaderPriority mark;
        return error_page(*current(), status);
    };
    site.security_headers =
        settings::security_headers(first->press.theme().content_security_policy(), first->settings);
    site.cache_bytes = static_cast<std::size_t>(first->settings.cache_mib) << 20;
    return site;
}

}  // namespace warraq::site
