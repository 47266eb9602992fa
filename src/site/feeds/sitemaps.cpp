// What search engines, networks and embedders ask for: sitemaps, robots.txt, share pictures, oEmbed.
#include <algorithm>
#include <fmt/format.h>

#include "base/file.h"
#include "base/json_writer.h"
#include "press/feeds.h"
#include "press/xml.h"
#include "serve/net/proxy_policy.h"
#include "site/reader_site.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;
using serve::Request;

namespace {

constexpr std::int64_t kInAFile = 5'000;  // stories' numbers; the standard allows 50,000 addresses
constexpr int kNewsEntries = 1'000;       // as Google allows
constexpr std::chrono::hours kNews{48};

// Crawlers that gather texts for training, as their owners name them.
constexpr const char* kTrainers[] = {
    "GPTBot",        "CCBot",      "Google-Extended",   "ClaudeBot",          "anthropic-ai",
    "PerplexityBot", "Bytespider", "Applebot-Extended", "meta-externalagent", "Amazonbot"};

std::vector<press::SitemapEntry> entries_of(std::span<const story::Card> cards,
                                            std::span<const story::Section> sections) {
    std::vector<press::SitemapEntry> out;
    for (const story::Card& card : cards) {
        if (const story::Section* section = story::find_section(sections, card.section))
            out.push_back({card, *section});
    }
    return out;
}

}  // namespace

Reply ReaderSite::xml(std::string body, std::vector<std::string> tags) const {
    Reply reply;
    reply.type = "application/xml; charset=utf-8";
    reply.body = std::move(body);
    // Without tags, a cache in front would not be told when a story is withdrawn.
    reply.cache_control = tags.empty() ? "no-store" : kept_by_others();
    reply.tags = std::move(tags);
    return reply;
}

Reply ReaderSite::sitemap_index(const Request&) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    auto last = (*snapshot)->last_story();
    if (!last) return failed(last.error());
    std::vector<std::string> paths = {"/sitemap/pages.xml", "/sitemap/news.xml"};
    for (std::int64_t file = 1; (file - 1) * kInAFile < last->value; ++file)
        paths.push_back(fmt::format("/sitemap/{}.xml", file));
    return xml(press::sitemap_index(settings_.publication, paths), {"front"});
}

std::string sitemap_tag(story::StoryId id) {
    return fmt::format("sitemap:{}", (id.value - 1) / kInAFile + 1);
}

Reply ReaderSite::sitemap(const Request& request) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    auto sections = (*snapshot)->sections();
    if (!sections) return failed(sections.error());
    std::string_view file = request.capture("file");
    if (!file.ends_with(".xml")) return not_found();
    file.remove_suffix(4);
    if (file == "pages") {
        std::vector<std::string> paths = {"/"};
        for (const story::Section& section : *sections) paths.push_back(story::address_of(section));
        constexpr int kTopics = 1'000;
        auto topics = (*snapshot)->topics("", kTopics);
        if (!topics) return failed(topics.error());
        for (const story::Topic& topic : *topics)
            if (settings::has_page(topic, settings_)) paths.push_back(story::address_of(topic));
        return xml(press::page_sitemap(settings_.publication, paths), {"sections", "front"});
    }
    const auto number = number_from(file);
    auto last = (*snapshot)->last_story();
    if (!last) return failed(last.error());
    if (!number || *number > last->value / kInAFile + 1) return not_found();
    auto cards = (*snapshot)->cards_by_number({(*number - 1) * kInAFile}, {*number * kInAFile});
    if (!cards) return failed(cards.error());
    return xml(press::sitemap(settings_.publication, entries_of(*cards, *sections)),
               {fmt::format("sitemap:{}", *number), "sections"});
}

// Not kept: what is news depends on the hour.
Reply ReaderSite::news_sitemap(const Request&) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    auto sections = (*snapshot)->sections();
    if (!sections) return failed(sections.error());
    auto cards = (*snapshot)->cards({.limit = kNewsEntries});
    if (!cards) return failed(cards.error());
    const Instant since = now() - kNews;
    std::erase_if(*cards, [&](const story::Card& card) { return card.published < since; });
    return xml(press::news_sitemap(settings_.publication, entries_of(*cards, *sections)), {});
}

// What a certificate's client (certbot --webroot) laid in the data folder, to show that the name is ours.
Reply ReaderSite::acme_challenge(const Request& request) {
    constexpr std::size_t kLargest = 4'096, kLongestToken = 200;
    const auto token = request.capture("token");
    const bool fit =
        !token.empty() && token.size() <= kLongestToken &&
        std::ranges::all_of(token, [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; });
    const auto folder = media_.folder().parent_path() / "acme" / std::string(serve::kAcmePath.substr(1));
    if (!fit) return not_found();
    auto content = read_file(folder / token, kLargest);
    if (!content) return not_found();
    Reply reply;
    reply.type = "text/plain; charset=utf-8";
    reply.body = std::move(*content);
    return reply;
}

Reply ReaderSite::robots(const Request&) {
    Reply reply;
    reply.type = "text/plain; charset=utf-8";
    reply.cache_control = "public, max-age=3600";
    if (!settings_.machines.search_engines) {
        reply.body = "User-agent: *\nDisallow: /\n";
        return reply;
    }
    if (!settings_.machines.training) {
        for (const char* agent : kTrainers) reply.body += fmt::format("User-agent: {}\n", agent);
        reply.body += "Disallow: /\n\n";
    }
    reply.body += "User-agent: *\nDisallow: /search?\nDisallow: /search/\nDisallow: /desk\n\n";
    reply.body += fmt::format("Sitemap: {}\n", press::absolute(settings_.publication, "/sitemap.xml"));
    return reply;
}

// /share/12-3f2a91bc44.png, /share/site-0b77d1a3c2.png
Reply ReaderSite::share_picture(const Request& request) {
    const std::string_view file = request.capture("file");
    const std::string_view id = file.substr(0, file.find('-'));
    if (id == "site") {
        const auto address = press_.share_address();
        return address == request.path ? drawn(press_.share_png(), {}) : redirect(301, address);
    }
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    auto found = find_story(**snapshot, id);
    if (!found) return failed(found.error());
    if (!found->story) return not_found();
    const story::Story& story = *found->story;
    const auto address = press_.share_address(story, *found->section);
    if (address != request.path) return redirect(301, address);
    return drawn(press_.share_png(story, *found->section), fmt::format("story:{}", story.id.value));
}

Reply ReaderSite::drawn(Result<std::string> png, std::string tag) {
    if (!png) return failed(png.error());
    Reply reply;
    reply.type = "image/png";
    reply.body = std::move(*png);
    reply.cache_control = serve::kForever;
    reply.tags = {std::move(tag)};
    return reply;
}

// oEmbed 1.0: a link with its title, for whoever shows our stories elsewhere.
Reply ReaderSite::oembed(const Request& request) {
    std::string_view address = request.parameter("url");
    const std::string ours = press::site_address(settings_.publication);
    if (address.starts_with(ours)) address.remove_prefix(ours.size());
    std::string path;
    if (!address.starts_with('/') ||
        !serve::decode_path(address.substr(0, address.find_first_of("?#")), path))
        return not_found();
    // /section/id/slug
    const auto first = path.find('/', 1);
    const auto second = std::min(path.find('/', first == path.npos ? path.size() : first + 1), path.size());
    if (first == path.npos) return not_found();
    const auto id = number_from(std::string_view(path).substr(first + 1, second - first - 1));
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    if (!id) return not_found();
    auto story = (*snapshot)->story({*id});
    if (!story) return failed(story.error());
    if (!*story) return not_found();
    const std::string author = (*story)->bylines.empty() ? std::string() : (*story)->bylines.front().name;
    const auto format = request.parameter("format");
    if (format == "xml") {
        press::Xml out;
        out.open("oembed")
            .element("version", "1.0")
            .element("type", "link")
            .element("title", (*story)->headline);
        if (!author.empty()) out.element("author_name", author);
        out.element("provider_name", settings_.publication.name).element("provider_url", ours + "/");
        return xml(out.finish(), {});
    }
    Reply reply;
    if (!format.empty() && format != "json") {
        reply.status = 501;
        reply.type = "text/plain; charset=utf-8";
        reply.body = "formats: json, xml\n";
        return reply;
    }
    reply.type = "application/json; charset=utf-8";
    reply.cache_control = "no-store";  // as xml() without tags
    JsonWriter json;
    json.object().text("version", "1.0").text("type", "link").text("title", (*story)->headline);
    if (!author.empty()) json.text("author_name", author);
    json.text("provider_name", settings_.publication.name).text("provider_url", ours + "/");
    reply.body = json.take();
    return reply;
}

}  // namespace warraq::site
