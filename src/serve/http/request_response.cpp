#include "serve/http/request_response.h"

#include "serve/http/range.h"

namespace warraq::serve {

Request request_of(const RequestHead& head, const Dispatcher::Target& target, const std::string& address) {
    Request request;
    request.method = head.method;
    request.path = target.path;
    request.host = head.host;
    request.content_type = head.content_type;
    request.cookie = head.cookie;
    request.csrf_token = head.csrf_token;
    request.fetch_site = head.fetch_site;
    request.user_agent = head.user_agent;
    request.address = address;
    request.loopback =
        !head.forwarded && (address == "127.0.0.1" || address == "::1" || address == "::ffff:127.0.0.1");
    return request;
}

std::size_t memory_of(const Request& request, const Dispatcher::Target& target) {
    std::size_t bytes = 0;
    for (const std::string* text :
         {&request.path, &request.host, &request.content_type, &request.cookie, &request.csrf_token,
          &request.fetch_site, &request.user_agent, &request.address, &target.key, &target.path})
        bytes += text->capacity();
    for (const auto* fields : {&target.match.captures, &target.parameters})
        for (const Field& field : *fields) bytes += field.name.capacity() + field.value.capacity();
    return bytes;
}

int early_refusal(const Dispatcher::Plan& plan, const RequestHead& head) {
    if (plan.status && plan.status != 204) return plan.status;
    return head.content_length > plan.max_body ? 413 : 0;
}

bool needs_admission(const Dispatcher::Plan& plan, const RequestHead& head) {
    if (asks_for_events(plan, head)) return true;
    return head.has_body && plan.route && plan.route->options.admits;
}

bool asks_for_events(const Dispatcher::Plan& plan, const RequestHead& head) {
    return plan.route && plan.route->options.events && head.method == Method::Get && !head.has_body;
}

namespace {

// Does a list of tags hold this one, strongly compared (RFC 9110, 8.8.3.2)?
bool holds_strongly(std::string_view list, const std::string& tag) {
    for (auto at = list.find(tag); at != list.npos; at = list.find(tag, at + 1))
        if (at < 2 || list.substr(at - 2, 2) != "W/") return true;
    return false;
}

// If-Match, or else If-Unmodified-Since (RFC 9110, 13.2.2).
bool precondition_fails(const EncodedResponse& page, const RequestHead& head) {
    if (!head.if_match.empty())
        return head.if_match != "*" && (page.etag.empty() || !holds_strongly(head.if_match, page.etag));
    if (head.if_unmodified_since.empty() || page.last_modified == 0) return false;
    const auto since = from_http_date(head.if_unmodified_since);
    return since && page.last_modified > to_unix(*since);
}

}  // namespace

Answer::Answer(const EncodedResponse& page, const RequestHead& head)
    : status_(page.status), shared_head_(page.head) {
    const bool reads = head.method == Method::Get || head.method == Method::Head;
    // Reading a body moves the bytes that the head's views look into; a read with a body goes without them.
    const bool conditional = reads && !head.has_body;
    if (conditional && page.status == 200 && precondition_fails(page, head)) {
        status_ = 412;
        own_head_ = head_with_status(page, 412, false) + "Content-Length: 0\r\n";
        return;
    }
    if (conditional && unchanged(page, head.if_none_match, head.if_modified_since)) {
        status_ = 304;
        shared_head_ = page.unchanged_head;
        return;
    }
    if (head.method == Method::Head) return;
    const Range range = conditional ? range_of(page, head) : Range();
    const bool part = range.kind == Range::Kind::Part;
    if (range.kind != Range::Kind::Whole) {
        own_head_ = partial_head(page, range);
        status_ = part ? 206 : 416;
        if (!part) return;
    }
    if (page.content) {
        content_first_ = range.first;
        content_size_ = part ? range.size : page.content->size();
    } else {
        body_ = part ? std::string_view(page.body).substr(range.first, range.size) : page.body;
    }
}

}  // namespace warraq::serve
