#include "serve/exchange.h"

namespace warraq::serve {
namespace {

bool admits(const Dispatcher::Plan& plan, const RequestHead& head, const Request& request,
            const Limits& limits) {
    const bool may_be_large = head.content_length == 0 || head.content_length > limits.body_bytes;
    const bool asks = plan.route && plan.route->options.admits && may_be_large;
    return !asks || plan.route->options.admits(request);
}

}  // namespace

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

int early_refusal(const Dispatcher::Plan& plan, const RequestHead& head, const Request& request,
                  const Limits& limits) {
    if (plan.status && plan.status != 204) return plan.status;
    if (head.content_length > plan.max_body) return 413;
    return admits(plan, head, request, limits) ? 0 : 401;
}

bool asks_for_events(const Dispatcher::Plan& plan, const RequestHead& head) {
    return plan.route && plan.route->options.events && head.method == Method::Get && !head.has_body;
}

Answer answer_with(const Prebuilt& page, const RequestHead& head) {
    const bool reads = head.method == Method::Get || head.method == Method::Head;
    // Reading a body moves the bytes that the head's views look into; a read with a body goes without them.
    if (reads && !head.has_body && unchanged(page, head.if_none_match, head.if_modified_since))
        return {304, page.unchanged_head, {}};
    return {page.status, page.head, head.method == Method::Head ? std::string_view() : page.body};
}

}  // namespace warraq::serve
