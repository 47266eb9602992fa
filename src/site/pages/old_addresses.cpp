// Redirects, and addresses of the WordPress site that was here before.
#include "site/pages/old_addresses.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/ascii.h"
#include "base/authority.h"
#include "base/number.h"
#include "base/percent.h"
#include "press/feeds.h"
#include "site/pages/find_story.h"
#include "site/pages/story.h"
#include "site/reply.h"
#include "store/old_addresses.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;

namespace {

// What WordPress serves by itself, wherever it was.
std::optional<std::string> wordpress_address(std::string_view path) {
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    if (path == "/comments/feed" || path == "/comments/feed/rss2" || path == "/comments/feed/atom")
        return "/feed/comments.xml";
    if (path == "/wp-sitemap.xml" || path == "/sitemap_index.xml" ||
        (path.starts_with("/wp-sitemap-") && path.ends_with(".xml")))
        return "/sitemap.xml";
    if (path == "/wp-admin" || path == "/wp-login.php" || path == "/wp-admin/index.php") return "/desk";
    return std::nullopt;
}

// "https://www.Example.org:443/a" -> "example.org", as far as two of one site's are the same.
std::string host_of(std::string_view address) {
    std::string host = ascii::lower(authority_of(address));
    if (const auto colon = host.rfind(':'); colon != host.npos) host.resize(colon);
    return host.starts_with("www.") ? host.substr(4) : host;
}

// "/local/12/خبر" -> 12, as the site reads it: whatever stands around the number. Nothing for what is no
// story's address on this site.
std::optional<story::StoryId> story_number_of(std::string_view address, std::string_view site) {
    if (address.find("://") != address.npos && host_of(address) == host_of(site)) {
        address = press::without_scheme(address);
        address.remove_prefix(std::min(address.find('/'), address.size()));
    }
    if (!address.starts_with('/')) return std::nullopt;
    const auto path = address.substr(1, address.find_first_of("?#") - 1);
    const auto section = path.find('/');
    if (section == path.npos || !story::is_free_section_slug(path.substr(0, section))) return std::nullopt;
    const auto rest = path.substr(section + 1);
    const auto number = number_from(rest.substr(0, rest.find('/')));
    return number ? std::optional(story::StoryId{*number}) : std::nullopt;
}

std::string search_address(std::string_view words) {
    return "/search?q=" + percent::encode_value(words);
}

// Where what stood at that address is; nullopt where it is not known.
Result<std::optional<Reply>> moved(ReadContext& context, std::string_view address) {
    auto place = store::find_old_place(context.reader, address);
    if (!place) return fail(place.error());
    if (!*place) return std::nullopt;
    const store::OldPlace& at = **place;
    if (at.withdrawn) return withdrawn_page(context, *at.withdrawn);
    if (at.topic && !settings::has_page(*at.topic, context.site.settings))
        return redirect(301, search_address(at.topic->name));
    if (!at.feed) return redirect(301, at.address);
    if (at.story) return redirect(301, fmt::format("/feed/comments/{}.xml", at.story->value));
    return redirect(301, press::feed_address(at.address, press::FeedKind::Rss));
}

// An editor's own address for something. A target that is a story is looked up: it may not be public any
// more, and its address tells its headline.
Result<std::optional<Reply>> redirected(ReadContext& context, std::string_view path) {
    auto target = context.reader.redirect(path);
    if (!target) return fail(target.error());
    if (!*target) return std::nullopt;
    const auto number = story_number_of(**target, press::site_address(context.site.settings.publication));
    if (!number) return redirect(301, **target);
    auto found = find_story(context, *number);
    if (!found && found.error().kind == Error::Kind::NotFound) return std::nullopt;
    if (!found) return fail(found.error());
    if (found->withdrawn) return withdrawn_page(context, *found->withdrawn);
    return redirect(301, **target);
}

// A page of the site's own: a story with an address of its choice.
Result<std::optional<Reply>> own_page(ReadContext& context, std::string_view path) {
    auto page = context.reader.page(path);
    if (!page) return fail(page.error());
    if (!*page) return std::nullopt;
    auto found = find_story(context, **page);
    if (!found && found.error().kind == Error::Kind::NotFound) return std::nullopt;
    if (!found) return fail(found.error());
    if (found->withdrawn) return withdrawn_page(context, *found->withdrawn);
    return render_story(context, *found->story, *found->section, {}, 1);
}

}  // namespace

Result<std::optional<Reply>> find_moved(ReadContext& context) {
    const std::string& path = context.request.path;
    auto page = own_page(context, path);
    if (!page || *page) return page;
    auto target = redirected(context, path);
    if (!target || *target) return target;
    if (const auto address = wordpress_address(path)) return redirect(301, *address);
    return moved(context, path);
}

Result<Reply> old_query(ReadContext& context) {
    const serve::Request& request = context.request;
    if (const auto words = request.parameter("s"); !words.empty())
        return redirect(301, search_address(words));
    if (const auto feed = request.parameter("feed"); !feed.empty())
        return redirect(301, feed.starts_with("comments") ? "/feed/comments.xml"
                                                          : press::feed_address("/", press::FeedKind::Rss));
    if (const auto day = request.parameter("m"); day.size() >= 4 && day.size() <= 8) {
        std::string path = "/" + std::string(day.substr(0, 4));
        for (std::size_t at = 4; at + 2 <= day.size(); at += 2) path += "/" + std::string(day.substr(at, 2));
        auto archive = moved(context, path);
        if (!archive) return fail(archive.error());
        if (*archive) return std::move(**archive);
    }
    for (const char* name : {"p", "page_id", "attachment_id", "cat", "tag", "author"}) {
        const auto value = request.parameter(name);
        if (value.empty()) continue;
        // ?p= finds pages and files too, and they may be kept under either name.
        for (const char* known : {name, "p"}) {
            auto thing = moved(context, fmt::format("/?{}={}", known, value));
            if (!thing) return fail(thing.error());
            if (*thing) return std::move(**thing);
        }
    }
    return not_found("not an address of the old site");
}

}  // namespace warraq::site
