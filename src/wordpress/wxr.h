// A WordPress export (WXR 1.0 to 1.2: RSS with WordPress's own elements), piece by piece.
//
//     WxrHandler handler;
//     handler.item = [](WxrItem&& item) -> Result<void> { … };
//     auto read = read_wxr(file, handler);
//
// The file is a stranger's: a document type (and with it any entity of its own) is refused, and so is what is
// nested deeper, longer or more than WxrLimits. Bytes that XML does not allow, which WordPress writes as it
// has them, are read as spaces and U+FFFD.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace warraq::wordpress {

// Limits on everything that a hostile file could repeat or prolong without end.
struct WxrLimits {
    int depth = 32;                     // of elements; an export has 5
    std::size_t text_bytes = 8u << 20;  // of one element
    // Of one tag, comment or processing instruction: text comes in pieces, these only once they are whole,
    // and Expat 2.5 looks through what it has of them again with each piece that is added.
    std::size_t token_bytes = 1u << 20;
    std::size_t attributes = 64;              // of one element; an export's first has 6 …
    std::size_t attribute_bytes = 64u << 10;  // … with so much in all
    std::size_t item_bytes = 64u << 20;       // that one item holds in memory: its texts and its parts
    std::size_t comments_an_item = 100'000;
    std::size_t terms_an_item = 10'000;
    std::size_t meta_an_item = 10'000;
    std::size_t parser_bytes = 32u << 20;  // of Expat's own: it keeps each name of an element or attribute
};

struct WxrSite {
    std::string title, description, language, version;
    std::string address;  // of the site: wp:base_blog_url, or the channel's link
};

struct WxrAuthor {
    std::int64_t id = 0;
    std::string login, email, name;
};

// Of wp:category, wp:tag and wp:term.
struct WxrTerm {
    std::int64_t id = 0;
    std::string taxonomy;  // "category", "post_tag", or another
    std::string slug, name, parent, description;
};

struct WxrComment {
    std::int64_t id = 0, parent = 0;
    std::string author, email, url, date, date_gmt, content, approved, type;
};

struct WxrItem {
    std::uint64_t line = 0;  // where it begins
    std::int64_t id = 0, parent = 0;
    std::string title, link, creator, content, excerpt;
    std::string date, date_gmt, modified, modified_gmt, pub_date;
    std::string name, status, type, password, comment_status, attachment_url;
    bool sticky = false;
    struct Term {
        std::string taxonomy, slug, name;
    };
    std::vector<Term> terms;
    std::map<std::string, std::string> meta;  // the last of each key
    std::vector<WxrComment> comments;
    std::size_t bytes = 0;  // about what all of it takes in memory
};

// Each may be empty. An Error ends the reading and is handed on.
struct WxrHandler {
    std::function<Result<void>(const WxrSite&)> site;  // once, before the first of the others
    std::function<Result<void>(WxrAuthor&&)> author;
    std::function<Result<void>(WxrTerm&&)> term;
    std::function<Result<void>(WxrItem&&)> item;
    std::function<void(std::uint64_t read, std::uint64_t total)> progress;  // bytes on disk
    std::function<bool()> stopped;  // asked every 256 KB, whatever they hold; true ends the reading
};

// Error: NotFound; Invalid with the line and the reason; Refused where it was stopped. What was handed over
// before stays handed over.
Result<void> read_wxr(const std::filesystem::path& file, const WxrHandler& handler,
                      const WxrLimits& limits = {});

// The same of text that is in memory.
Result<void> read_wxr_text(std::string_view text, const WxrHandler& handler, const WxrLimits& limits = {});

}  // namespace warraq::wordpress
