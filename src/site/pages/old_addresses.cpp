// Addresses that are no page of this site but led to one: those that editors redirect, and those of the
// WordPress site that the newsroom moved from.
#include "store/old_addresses.h"

#include <fmt/format.h>

#include "base/authority.h"
#include "base/percent.h"
#include "press/feeds.h"
#include "serve/net/proxy_policy.h"
#include "site/reader_site.h"
#include "site/wordpress_api.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;
using serve::Request;

namespace {

// What WordPress serves by itself, wherever it was.
std::optional<std::string> machine_address(std::string_view path) {
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
    std::string host(authority_of(address));
    if (const auto colon = host.rfind(':'); colon != host.npos) host.resize(colon);
    for (char& c : host)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
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

}  // namespace

Result<std::optional<Reply>> ReaderSite::moved(store::PublicReader& reader, std::string_view address) {
    auto place = store::find_old_place(reader, address);
    if (!place) return fail(place.error());
    if (!*place) return std::nullopt;
    const store::OldPlace& at = **place;
    if (at.withdrawn) return withdrawn_page(reader, *at.withdrawn);
    if (at.topic && !settings::has_page(*at.topic, settings_))
        return redirect(301, search_address(at.topic->name));
    if (!at.feed) return redirect(301, at.address);
    if (at.story) return redirect(301, fmt::format("/feed/comments/{}.xml", at.story->value));
    return redirect(301, press::feed_address(at.address, press::FeedKind::Rss));
}

// An editor's own address for something. Where that is a story, it is asked for: its address may have changed
// since, and where it is not public any more, tells its headline.
Result<std::optional<Reply>> ReaderSite::redirected(store::PublicReader& reader, std::string_view path) {
    auto target = reader.redirect(path);
    if (!target) return fail(target.error());
    if (!*target) return std::nullopt;
    const auto number = story_number_of(**target, press::site_address(settings_.publication));
    if (!number) return redirect(301, **target);
    auto found = find_story(reader, *number);
    if (!found && found.error().kind == Error::Kind::NotFound) return std::nullopt;
    if (!found) return fail(found.error());
    if (found->withdrawn) return withdrawn_page(reader, *found->withdrawn);
    return redirect(301, **target);
}

Reply ReaderSite::moved_or(const Request& request, Reply missing) {
    if (serve::is_well_known(request.path)) return missing;
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    store::PublicReader& reader = **snapshot;
    auto page = reader.page(request.path);
    if (!page) return failed(page.error());
    if (*page) {
        auto found = find_story(reader, **page);
        if (found && found->withdrawn) return withdrawn_page(reader, *found->withdrawn);
        if (found) return show_story(reader, *found->story, *found->section, {}, 1);
        if (found.error().kind != Error::Kind::NotFound) return failed(found.error());
    }
    auto target = redirected(reader, request.path);
    if (!target) return failed(target.error());
    if (*target) return std::move(**target);
    if (const auto machine = machine_address(request.path)) return redirect(301, *machine);
    auto moved = this->moved(reader, request.path);
    if (!moved) return failed(moved.error());
    return *moved ? std::move(**moved) : missing;
}

// «/?p=16»: WordPress is asked for anything at its front page.
Reply ReaderSite::old_question(const Request& request) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    if (const auto words = request.parameter("s"); !words.empty())
        return redirect(301, search_address(words));
    if (const auto feed = request.parameter("feed"); !feed.empty())
        return redirect(301, feed.starts_with("comments") ? "/feed/comments.xml"
                                                          : press::feed_address("/", press::FeedKind::Rss));
    if (const auto day = request.parameter("m"); day.size() >= 4 && day.size() <= 8) {
        std::string path = "/" + std::string(day.substr(0, 4));
        for (std::size_t at = 4; at + 2 <= day.size(); at += 2) path += "/" + std::string(day.substr(at, 2));
        auto moved = this->moved(**snapshot, path);
        if (!moved) return failed(moved.error());
        if (*moved) return std::move(**moved);
    }
    for (const char* name : {"p", "page_id", "attachment_id", "cat", "tag", "author"}) {
        const auto value = request.parameter(name);
        if (value.empty()) continue;
        for (const char* known :
             {name, "p"}) {  // «?p=» finds pages and files too, and they may be named by either
            auto moved = this->moved(**snapshot, fmt::format("/?{}={}", known, value));
            if (!moved) return failed(moved.error());
            if (*moved) return std::move(**moved);
        }
    }
    return not_found();
}

Reply ReaderSite::wordpress(const Request& request) {
    if (!request.parameter("search").empty() && searches_too_often(search_limiter_, request))
        return wordpress_too_often();
    const WordpressParts parts{
        store_, index_, press_,
        [this](store::PublicReader& reader, const story::Story& story) -> Result<bool> {
            auto policy = rules_.policy(reader, story);
            if (!policy) return fail(policy.error());
            return *policy != story::CommentPolicy::Closed && story.page_path.empty();
        }};
    return wordpress_api(parts, request, request.capture("collection"), request.capture("id"));
}

Reply ReaderSite::no_xml_rpc(const Request&) {
    Reply reply;
    reply.status = 403;
    reply.type = "text/plain; charset=utf-8";
    reply.body =
        "XML-RPC is not offered here. Editors work at /desk; programs read /wp-json/wp/v2 or /api/v1.\n";
    return reply;
}

// The latest comments of the site, or of the story whose number the file has.
Reply ReaderSite::comments_feed(const Request& request) {
    constexpr int kComments = 30;
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    store::PublicReader& reader = **snapshot;
    press::CommentsFeed feed{
        .title = "تعليقات – " + settings_.publication.name, .home = "/", .self = request.path, .items = {}};
    Reply reply = page({});
    const auto add = [&](story::Comment& comment, const std::string& headline) {
        reply.last_modified = std::max(reply.last_modified.value_or(Instant{}), comment.created);
        feed.items.push_back({std::move(comment), headline});
    };
    if (const auto file = request.capture("file"); !file.empty()) {
        if (!file.ends_with(".xml")) return not_found();
        auto found = find_story(reader, file.substr(0, file.size() - 4));
        if (!found) return failed(found.error());
        if (!found->story) return not_found();
        auto threads = reader.threads(found->story->id, store::ThreadOrder::NewestFirst, 0, kComments);
        if (!threads) return failed(threads.error());
        for (story::Thread& thread : threads->threads) {
            add(thread.comment, found->story->headline);
            for (story::Comment& answer : thread.replies) add(answer, found->story->headline);
        }
        feed.title = found->story->headline + " – " + feed.title;
        feed.home = story::address_of(*found->story, *found->section);
        reply.tags.push_back(fmt::format("story:{}", found->story->id.value));
    } else {
        auto latest = reader.latest_comments(kComments);
        if (!latest) return failed(latest.error());
        for (store::PublicComment& one : *latest) add(one.comment, one.headline);
        reply.cache_control = "no-store";  // a new comment drops nothing but its story's pages
    }
    reply.type = press::media_type_of(press::FeedKind::Rss);
    reply.body = press::comments_feed(settings_.publication, feed);
    return reply;
}

}  // namespace warraq::site
