#include <algorithm>
#include <fmt/format.h>
#include <xxhash.h>

#include "serve/cache/precompressed.h"
#include "serve/http/shared_start.h"

namespace warraq::serve {
namespace {

constexpr std::size_t kWorthCompressing = 300;

bool compressible(std::string_view type) {
    return type.starts_with("text/") || type.starts_with("application/json") ||
           type.starts_with("image/svg+xml") || type.starts_with("application/xml") ||
           type.find("+xml") != type.npos || type.starts_with("application/javascript");
}

std::string etag_of(std::string_view content, Encoding encoding) {
    const auto hash = XXH3_128bits(content.data(), content.size());
    // Each coding is a representation of its own (RFC 9110, 8.8.3.3).
    static constexpr std::string_view kSuffix[] = {"", "-g", "-b", "-z"};
    return fmt::format("\"{:016x}{:08x}{}\"", hash.high64, hash.low64 >> 32,
                       kSuffix[static_cast<std::size_t>(encoding)]);
}

}  // namespace

std::uint64_t tag_hash(std::string_view tag) {
    return XXH3_64bits(tag.data(), tag.size());
}

std::size_t EncodedResponse::bytes() const {
    constexpr std::size_t kOverhead =
        400;  // the entry around it: list and map nodes, control block, allocator
    return head.capacity() + unchanged_head.capacity() + body.capacity() + etag.capacity() +
           tags.capacity() * sizeof(std::uint64_t) + kOverhead;
}

bool worth_coding(std::string_view type, std::size_t bytes) {
    return compressible(type) && bytes >= kWorthCompressing;
}

std::string_view file_ending(Encoding encoding) {
    switch (encoding) {
        case Encoding::Gzip: return ".gz";
        case Encoding::Brotli: return ".br";
        case Encoding::Zstd: return ".zst";
        case Encoding::Identity: break;
    }
    return {};
}

Page encode_response(const Reply& reply, Encoding encoding, Effort effort, std::string_view security) {
    if (reply.content) return precompressed_response(reply, Encoding::Identity, {}, security);
    if (!worth_coding(reply.type, reply.body.size())) encoding = Encoding::Identity;
    const bool shared = reply.start && encoding == Encoding::Gzip && effort == Effort::Page &&
                        reply.body.starts_with(reply.start->text());
    return precompressed_response(
        reply, encoding, shared ? reply.start->gzip(reply.body) : compress(reply.body, encoding, effort),
        security);
}

Page precompressed_response(const Reply& reply, Encoding encoding, std::string coded,
                            std::string_view security) {
    auto page = std::make_shared<EncodedResponse>();
    page->status = reply.status;
    page->view = reply.view;
    page->content = reply.content;
    page->ranges = reply.ranges && encoding == Encoding::Identity && reply.status == 200;
    const bool varies = compressible(reply.type) && !reply.content;
    page->body = std::move(coded);
    page->body.shrink_to_fit();

    std::string shared;  // fields of the answer and of its 304 alike
    const auto field = [](std::string& to, std::string_view name, std::string_view value) {
        fmt::format_to(std::back_inserter(to), "{}: {}\r\n", name, value);
    };
    field(shared, "Cache-Control", reply.cache_control);
    if (varies) field(shared, "Vary", "Accept-Encoding");
    const bool validates = reply.status == 200 && reply.cache_control != "no-store";
    if (validates) {
        if (!reply.etag.empty())
            page->etag = '"' + reply.etag + '"';
        else if (!reply.content)
            page->etag = etag_of(reply.body, encoding);
        if (!page->etag.empty()) field(shared, "ETag", page->etag);
        if (reply.last_modified) {
            const Instant at = std::min(*reply.last_modified, now());  // not after Date (RFC 9110, 8.8.2.1)
            page->last_modified = to_unix(at);
            field(shared, "Last-Modified", to_http_date(at));
        }
    }

    page->head = fmt::format("HTTP/1.1 {} {}\r\n", reply.status, reason(reply.status));
    if (reply.status != 204) {
        if (page->content_size() > 0 || reply.status == 200) field(page->head, "Content-Type", reply.type);
        field(page->head, "Content-Length", std::to_string(page->content_size()));
        if (page->ranges) field(page->head, "Accept-Ranges", "bytes");
    }
    if (encoding != Encoding::Identity) field(page->head, "Content-Encoding", to_string(encoding));
    page->head += shared;
    for (const Field& extra : reply.headers) field(page->head, extra.name, extra.value);
    if (reply.status == 401) field(page->head, "WWW-Authenticate", "Session realm=\"Warraq\"");
    page->head += reply.security_headers.empty() ? security : reply.security_headers;
    if (reply.status == 200) page->unchanged_head = "HTTP/1.1 304 Not Modified\r\n" + shared;
    page->head.shrink_to_fit();

    page->keep = (reply.status == 200 || reply.status == 410) && reply.cache_control != "no-store";
    page->tags.reserve(reply.tags.size());
    for (const std::string& tag : reply.tags) page->tags.push_back(tag_hash(tag));
    return page;
}

Page marked_stale(const EncodedResponse& page) {
    auto stale = std::make_shared<EncodedResponse>(page);
    stale->keep = false;
    for (std::string* head : {&stale->head, &stale->unchanged_head}) {
        constexpr std::string_view kField = "Cache-Control: ";
        const auto at = head->find(kField);
        if (at == head->npos) continue;
        head->replace(at, head->find("\r\n", at) - at,
                      "Cache-Control: public, max-age=1\r\nWarning: 111 - \"Revalidation Failed\"");
    }
    return stale;
}

bool unchanged(const EncodedResponse& page, std::string_view if_none_match,
               std::string_view if_modified_since) {
    if (page.unchanged_head.empty()) return false;
    if (!if_none_match.empty()) {
        if (if_none_match == "*") return true;
        // An opaque tag cannot hold a quote, so finding ours with its quotes finds it as a whole.
        return !page.etag.empty() && if_none_match.find(page.etag) != if_none_match.npos;
    }
    if (if_modified_since.empty() || page.last_modified == 0) return false;
    const auto since = from_http_date(if_modified_since);
    return since && page.last_modified <= to_unix(*since);
}

}  // namespace warraq::serve
