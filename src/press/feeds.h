// What feed readers, aggregators and search engines take: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1, sitemaps
// (sitemaps.org, with Google's news and image entries). Pure; thread-safe.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "press/publication.h"
#include "story/comment.h"
#include "story/section.h"
#include "story/story.h"

namespace warraq::press {

enum class FeedKind { Rss, Atom, Json };
inline constexpr std::array kFeedKinds = {FeedKind::Rss, FeedKind::Atom, FeedKind::Json};
std::optional<FeedKind> feed_kind_from(std::string_view file);  // "rss.xml", "atom.xml", "feed.json"
std::string_view media_type_of(FeedKind kind);
// Path of the feed that follows the page at the path `home`: "/sport" -> "/sport/feed/rss.xml".
std::string feed_address(std::string_view home, FeedKind kind);

struct FeedItem {
    story::Story story;
    story::Section section;
};

struct Feed {
    std::string title, description;
    std::string home;             // path of the page that it follows
    std::string self;             // path of the feed
    std::vector<FeedItem> items;  // newest first
    bool full_text = true;        // else the key points, or the standfirst
    std::string hub;              // a WebSub hub's address; empty for none
};

std::string feed(FeedKind kind, const Publication& publication, const Feed& feed);

struct CommentsFeed {
    std::string title;
    std::string home, self;  // paths
    struct Item {
        story::Comment comment;
        std::string headline;  // of its story
    };
    std::vector<Item> items;
};
std::string comments_feed(const Publication& publication, const CommentsFeed& feed);

// An address as other hosts need it: percent-encoded, with the publication's own in front.
std::string absolute(const Publication& publication, std::string_view path);

// HTML of this room whose addresses within the site become whole ones.
std::string whole_addresses(std::string html, const Publication& publication);

struct SitemapEntry {
    const story::Card& story;
    const story::Section& section;
};
std::string sitemap(const Publication& publication, std::span<const SitemapEntry> entries);
std::string news_sitemap(const Publication& publication, std::span<const SitemapEntry> entries);
std::string page_sitemap(const Publication& publication, std::span<const std::string> paths);
std::string sitemap_index(const Publication& publication, std::span<const std::string> paths);

}  // namespace warraq::press
