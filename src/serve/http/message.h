// What travels between the server and the site behind it: a Request in, a Reply out. Plain values.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "serve/http/body.h"

namespace warraq::serve {

class ContentSource;
class SharedStart;

enum class Method : std::uint8_t { Get, Head, Post, Put, Patch, Delete, Options, Other };

std::string_view to_string(Method method);

struct Field {
    std::string name, value;
    bool operator==(const Field&) const = default;
};

struct Request {
    Method method = Method::Get;
    std::string path;             // percent-decoded UTF-8
    std::vector<Field> captures;  // of the route's pattern: {section} -> "economy"
    std::vector<Field> query;     // decoded; those that the route asked for
    std::string host;
    std::string content_type;
    std::string cookie;      // the field, as it came
    std::string csrf_token;  // X-CSRF-Token
    std::string fetch_site;  // Sec-Fetch-Site: where the page that asks is from, as browsers tell
    std::string user_agent;
    Body body;
    std::string address;    // of the peer; for limits only, never for logs
    bool loopback = false;  // the peer is this machine and speaks for itself, not for someone behind it
    // Set once nobody waits for the answer any more; nullptr over HTTP/1, where nothing is read meanwhile
    // that would tell.
    std::shared_ptr<const std::atomic<bool>> abandoned = {};

    std::string_view capture(std::string_view name) const;  // empty when absent
    std::string_view parameter(std::string_view name) const;
    std::string_view cookie_named(std::string_view name) const;
};

struct Reply {
    int status = 200;
    std::string type = "text/html; charset=utf-8";
    std::string body;
    std::string cache_control = "no-store";
    // For what only ever grows newer: where something may be taken away again, whoever asks by time alone
    // (If-Modified-Since) would be told that nothing changed. Pages made of several things have none.
    std::optional<Instant> last_modified;
    std::string security_headers;   // lines with their CR LF in place of Site::security_headers; empty: those
    std::vector<Field> headers;     // beyond the ones that the server writes itself
    std::int64_t view = 0;          // reading it is a view of this; 0: of nothing that is counted
    std::vector<std::string> tags;  // what it was made from: "story:12", "section:3"; a change drops them
    std::shared_ptr<const SharedStart> start;  // where it is likely to begin as many do
    // In place of `body`, for what is too large to hold. Never compressed.
    std::shared_ptr<const ContentSource> content;
    std::string etag;     // strong, without its quotes; empty: made from the body, none for `content`
    bool ranges = false;  // a part of it may be asked for; not of what is compressed
};

std::string_view reason(int status);

// The values of an application/x-www-form-urlencoded text (a form's body, a query). Malformed percent signs
// stand for themselves. At most `max_fields`; the rest is dropped.
std::vector<Field> parse_form(std::string_view text, std::size_t max_fields = 64);

// Percent-decoding of a path into `out`. False for a malformed escape, a NUL, or bytes that are not UTF-8.
bool decode_path(std::string_view path, std::string& out);

}  // namespace warraq::serve
