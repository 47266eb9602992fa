// A WordPress export (WXR 1.0 to 1.2: RSS with WordPress's own elements), piece by piece.
//
//     WxrHandler handler;
//     handler.item = [](WxrItem&& item) -> Result<void> { … };
//     auto read = read_wxr(file, handler);
//
// The file is a stranger's: a document type (and with it any entity of its own) is refused, and so is what is
// nested deeper or is longer than WxrLimits. Bytes that XML does not allow, which WordPress writes as it has
// them, are read as spaces and U+FFFD.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace warraq::move {

struct WxrLimits {
    int depth = 32;                          // of elements; an export has 5
    std::size_t text_bytes = 8u << 20;       // of one element
    std::size_t item_bytes = 32u << 20;      // of one item with its comments and meta data
    std::size_t comments_an_item = 100'000;  // more are refused with their item
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
};

// Each may be empty. An Error ends the reading and is handed on.
struct WxrHandler {
    std::function<Result<void>(const WxrSite&)> site;  // once, before the first of the others
    std::function<Result<void>(WxrAuthor&&)> author;
    std::function<Result<void>(WxrTerm&&)> term;
    std::function<Result<void>(WxrItem&&)> item;
    std::function<void(std::uint64_t read, std::uint64_t total)> progress;  // bytes on disk
};

// Error: NotFound; Invalid with the line and the reason. What was handed over before stays handed over.
Result<void> read_wxr(const std::filesystem::path& file, const WxrHandler& handler,
                      const WxrLimits& limits = {});

// The same of text that is in memory.
Result<void> read_wxr_text(std::string_view text, const WxrHandler& handler, const WxrLimits& limits = {});

}  // namespace warraq::move
