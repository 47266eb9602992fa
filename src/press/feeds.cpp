#include "press/feeds.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/markup.h"
#include "base/percent.h"
#include "base/web_address.h"
#include "press/html.h"
#include "press/xml.h"
#include "story/address.h"

namespace warraq::press {
namespace {

using story::address_of;
using story::Story;

struct KindOfFeed {
    std::string_view file, type;
};
constexpr std::array<KindOfFeed, 3> kKinds = {{{"rss.xml", "application/rss+xml; charset=utf-8"},
                                               {"atom.xml", "application/atom+xml; charset=utf-8"},
                                               {"feed.json", "application/feed+json; charset=utf-8"}}};

constexpr std::string_view kAtom = "http://www.w3.org/2005/Atom";
constexpr std::string_view kSitemap = "http://www.sitemaps.org/schemas/sitemap/0.9";

// An item's description is HTML to those who read RSS; quotes have no meaning where no tag can be.
std::string described(std::string_view text) {
    return escaped(text, kMarkupText);
}

std::string summary_of(const Story& story) {
    if (!story.standfirst.empty()) return story.standfirst;
    std::string out;
    for (const std::string& point : story.key_points) out += (out.empty() ? "" : " ") + point;
    return out;
}

std::string content_of(const Story& story, const Publication& publication) {
    std::string html;
    if (story.lead_image) {
        html += "<figure><img src=\"";
        append_escaped(html, story::media_address(story.lead_image->media));
        html += "\" alt=\"";
        append_escaped(html, story.lead_image->alt);
        html += "\"></figure>";
    }
    if (!story.key_points.empty()) {
        html += "<ul>";
        for (const std::string& point : story.key_points)
            html += "<li>" + inline_html(point).text() + "</li>";
        html += "</ul>";
    }
    html += body_html(story.body).text();
    for (const story::Correction& correction : story.corrections)
        html += "<p><strong>تصحيح:</strong> " + inline_html(correction.text).text() + "</p>";
    return whole_addresses("<div dir=\"rtl\">" + html + "</div>", publication);
}

// RFC 4151: the same for ever, wherever the story moves.
std::string id_of(const Story& story, const Publication& publication) {
    return fmt::format("tag:{},2026:story/{}", host_of(site_address(publication)), story.id.value);
}

Instant updated_of(const Feed& feed) {
    Instant newest{};
    for (const FeedItem& item : feed.items)
        newest = std::max({newest, item.story.updated, item.story.published});
    return newest;
}

// `home` and `self` are paths.
void open_channel(Xml& xml, const Publication& publication, std::string_view title,
                  std::string_view description, std::string_view home, std::string_view self) {
    xml.open("rss", {{"version", "2.0"},
                     {"xmlns:atom", kAtom},
                     {"xmlns:content", "http://purl.org/rss/1.0/modules/content/"},
                     {"xmlns:dc", "http://purl.org/dc/elements/1.1/"}});
    xml.open("channel").element("title", title).element("link", absolute(publication, home));
    xml.element("description", description.empty() ? title : description);
    xml.element("language", language_of(publication));
    xml.empty("atom:link",
              {{"rel", "self"}, {"type", "application/rss+xml"}, {"href", absolute(publication, self)}});
}

std::string rss(const Publication& publication, const Feed& feed) {
    Xml xml;
    open_channel(xml, publication, feed.title, feed.description, feed.home, feed.self);
    xml.element("lastBuildDate", to_http_date(updated_of(feed)));
    if (!feed.hub.empty()) xml.empty("atom:link", {{"rel", "hub"}, {"href", feed.hub}});
    for (const auto& [story, section] : feed.items) {
        xml.open("item").element("title", story.headline);
        xml.element("link", absolute(publication, address_of(story, section)));
        xml.element("guid", id_of(story, publication), {{"isPermaLink", "false"}});
        xml.element("pubDate", to_http_date(story.published));
        for (const story::Person& person : story.bylines) xml.element("dc:creator", person.name);
        xml.element("category", section.name);
        xml.element("description", described(summary_of(story)));
        if (feed.full_text) xml.element("content:encoded", content_of(story, publication));
        if (story.lead_image) {
            const auto picture = story::plain_picture(*story.lead_image).media;
            xml.empty("enclosure",
                      {{"url", absolute(publication, story::media_address(picture))},
                       {"length", "0"},  // not known without reading the file; readers only want the address
                       {"type", story::picture_type(picture)}});
        }
        xml.close();
    }
    return xml.finish();
}

std::string atom(const Publication& publication, const Feed& feed) {
    Xml xml;
    xml.open("feed", {{"xmlns", kAtom}, {"xml:lang", language_of(publication)}});
    xml.element("title", feed.title).element("id", absolute(publication, feed.home));
    if (!feed.description.empty()) xml.element("subtitle", feed.description);
    xml.element("updated", to_iso8601(updated_of(feed)));
    xml.open("author").element("name", publication.name).close();
    xml.empty("link",
              {{"rel", "alternate"}, {"type", "text/html"}, {"href", absolute(publication, feed.home)}});
    xml.empty(
        "link",
        {{"rel", "self"}, {"type", "application/atom+xml"}, {"href", absolute(publication, feed.self)}});
    if (!feed.hub.empty()) xml.empty("link", {{"rel", "hub"}, {"href", feed.hub}});
    for (const auto& [story, section] : feed.items) {
        xml.open("entry").element("title", story.headline).element("id", id_of(story, publication));
        xml.empty("link", {{"rel", "alternate"},
                           {"type", "text/html"},
                           {"href", absolute(publication, address_of(story, section))}});
        xml.element("published", to_iso8601(story.published));
        xml.element("updated", to_iso8601(std::max(story.updated, story.published)));
        for (const story::Person& person : story.bylines)
            xml.open("author").element("name", person.name).close();
        xml.empty("category", {{"term", section.slug}, {"label", section.name}});
        xml.element("summary", summary_of(story));
        if (feed.full_text) xml.element("content", content_of(story, publication), {{"type", "html"}});
        xml.close();
    }
    return xml.finish();
}

std::string json(const Publication& publication, const Feed& feed) {
    JsonWriter out;
    out.object().text("version", "https://jsonfeed.org/version/1.1").text("title", feed.title);
    out.text("home_page_url", absolute(publication, feed.home));
    out.text("feed_url", absolute(publication, feed.self));
    if (!feed.description.empty()) out.text("description", feed.description);
    out.text("language", language_of(publication));
    if (!feed.hub.empty())
        out.array("hubs").object().text("type", "WebSub").text("url", feed.hub).end().end();
    out.array("items");
    for (const auto& [story, section] : feed.items) {
        out.object().text("id", id_of(story, publication));
        out.text("url", absolute(publication, address_of(story, section)));
        out.text("title", story.headline).text("summary", summary_of(story));
        if (feed.full_text)
            out.text("content_html", content_of(story, publication));
        else
            out.text("content_text", summary_of(story));
        out.text("date_published", to_iso8601(story.published));
        out.text("date_modified", to_iso8601(std::max(story.updated, story.published)));
        if (story.lead_image)
            out.text("image", absolute(publication,
                                       story::media_address(story::plain_picture(*story.lead_image).media)));
        if (!story.bylines.empty()) {
            out.array("authors");
            for (const story::Person& person : story.bylines)
                out.object()
                    .text("name", person.name)
                    .text("url", absolute(publication, address_of(person)))
                    .end();
            out.end();
        }
        out.array("tags").text(section.name);
        for (const story::Tag& tag : story.tags) out.text(tag.name);
        out.end().end();
    }
    return out.take() + "\n";
}

}  // namespace

std::optional<FeedKind> feed_kind_from(std::string_view file) {
    for (std::size_t i = 0; i < kKinds.size(); ++i)
        if (kKinds[i].file == file) return static_cast<FeedKind>(i);
    return std::nullopt;
}
std::string_view media_type_of(FeedKind kind) {
    return kKinds[static_cast<std::size_t>(kind)].type;
}
std::string feed_address(std::string_view home, FeedKind kind) {
    return fmt::format("{}/feed/{}", home == "/" ? "" : home, kKinds[static_cast<std::size_t>(kind)].file);
}

// Only tags can hold «="/»: in text a quotation mark is an entity.
std::string whole_addresses(std::string html, const Publication& publication) {
    constexpr std::string_view kInside = "=\"/";
    const std::string whole = "=\"" + site_address(publication) + "/";
    for (auto at = html.find(kInside); at != html.npos; at = html.find(kInside, at + whole.size()))
        html.replace(at, kInside.size(), whole);
    return html;
}

std::string absolute(const Publication& publication, std::string_view path) {
    return site_address(publication) + percent::encode_address(path);
}

std::string feed(FeedKind kind, const Publication& publication, const Feed& feed) {
    switch (kind) {
        case FeedKind::Rss: return rss(publication, feed);
        case FeedKind::Atom: return atom(publication, feed);
        case FeedKind::Json: return json(publication, feed);
    }
    return {};
}

std::string comments_feed(const Publication& publication, const CommentsFeed& feed) {
    Xml xml;
    open_channel(xml, publication, feed.title, {}, feed.home, feed.self);
    for (const auto& [comment, headline] : feed.items) {
        const std::string address = absolute(publication, fmt::format("/comments/{}", comment.id.value));
        xml.open("item").element("title", fmt::format("{}: {}", comment.name, headline));
        xml.element("link", address).element("guid", address);
        xml.element("dc:creator", comment.name).element("pubDate", to_http_date(comment.created));
        xml.element("description", described(comment.text));
        xml.element("content:encoded", lines_html(comment.text).text());
        xml.close();
    }
    return xml.finish();
}

std::string sitemap(const Publication& publication, std::span<const SitemapEntry> entries) {
    Xml xml;
    xml.open("urlset",
             {{"xmlns", kSitemap}, {"xmlns:image", "http://www.google.com/schemas/sitemap-image/1.1"}});
    for (const auto& [story, section] : entries) {
        xml.open("url").element("loc", absolute(publication, address_of(story, section)));
        xml.element("lastmod", to_iso8601(std::max(story.updated, story.published)));
        if (story.lead_image)
            xml.open("image:image")
                .element("image:loc", absolute(publication, story::media_address(story.lead_image->media)))
                .close();
        xml.close();
    }
    return xml.finish();
}

std::string news_sitemap(const Publication& publication, std::span<const SitemapEntry> entries) {
    Xml xml;
    xml.open("urlset",
             {{"xmlns", kSitemap}, {"xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9"}});
    for (const auto& [story, section] : entries) {
        xml.open("url").element("loc", absolute(publication, address_of(story, section)));
        xml.open("news:news").open("news:publication");
        xml.element("news:name", publication.name).element("news:language", language_of(publication)).close();
        xml.element("news:publication_date", to_iso8601(story.published));
        xml.element("news:title", story.headline).close().close();
    }
    return xml.finish();
}

std::string page_sitemap(const Publication& publication, std::span<const std::string> paths) {
    Xml xml;
    xml.open("urlset", {{"xmlns", kSitemap}});
    for (const std::string& path : paths) xml.open("url").element("loc", absolute(publication, path)).close();
    return xml.finish();
}

std::string sitemap_index(const Publication& publication, std::span<const std::string> paths) {
    Xml xml;
    xml.open("sitemapindex", {{"xmlns", kSitemap}});
    for (const std::string& path : paths)
        xml.open("sitemap").element("loc", absolute(publication, path)).close();
    return xml.finish();
}

}  // namespace warraq::press
