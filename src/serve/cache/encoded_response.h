// A reply as it goes out: its head written once, its body compressed once, shared by all readers who get it.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "serve/http/content_source.h"
#include "serve/http/encoding.h"
#include "serve/http/message.h"

namespace warraq::serve {

// Counts the responses that are being sent from a page. Not copied with the page.
struct PageHolders {
    PageHolders() = default;
    PageHolders(const PageHolders&) {}
    PageHolders& operator=(const PageHolders&) { return *this; }
    std::atomic<std::uint32_t> count{0};
};

struct EncodedResponse {
    int status = 200;
    std::string head;  // from the status line to the last field; Date, Connection and the empty line follow
    std::string unchanged_head;  // the same for 304; of a 200 only
    std::string body;
    std::shared_ptr<const ContentSource> content;  // in place of the body
    bool ranges = false;                           // as in Reply
    std::string etag;                              // strong, with its quotes; empty for none
    std::int64_t last_modified = 0;                // Unix seconds; 0 for none
    std::vector<std::uint64_t> tags;               // hashed
    std::int64_t view = 0;                         // as in Reply
    bool keep = false;                             // may stay in the page cache
    mutable PageHolders holders = {};

    std::size_t bytes() const;  // of memory, about
    std::uint64_t content_size() const { return content ? content->size() : body.size(); }
};

using Page = std::shared_ptr<const EncodedResponse>;

std::uint64_t tag_hash(std::string_view tag);

// `security` holds whole header lines that every answer carries. A public 200 or 410 may be kept.
Page encode_response(const Reply& reply, Encoding encoding, Effort effort, std::string_view security);

// The same page where a newer one could not be made: it says so to caches (RFC 7234, 5.5.2), which are to ask
// again soon, and is not kept.
Page marked_stale(const EncodedResponse& page);

// Does the reader have this version already? If-None-Match decides alone where it is given (RFC
// 9110, 13.1.2).
bool unchanged(const EncodedResponse& page, std::string_view if_none_match,
               std::string_view if_modified_since);

}  // namespace warraq::serve
