// Replies and errors of /api/v1.
#include "site/api/v1/json_reply.h"

#include "base/number.h"
#include "press/api.h"
#include "site/api/v1/handlers.h"
#include "site/reply.h"

namespace warraq::site::api {

using serve::Reply;

Reply json_reply(const Context& context, std::string json) {
    Reply reply = context.page(std::move(json));
    reply.type = "application/json; charset=utf-8";
    // All of it is public, and nobody is known by a cookie here: any page may read it.
    reply.headers.push_back({"Access-Control-Allow-Origin", "*"});
    return reply;
}

Reply error_reply(const Context& context, int status, std::string_view message) {
    Reply reply = json_reply(context, press::api::error(status, message));
    reply.status = status;
    reply.cache_control = "no-store";
    if (status == 503) reply.headers.push_back(retry_after());
    return reply;
}

Reply failure(Context& context, const Error& error) {
    switch (error.kind) {
        case Error::Kind::NotFound: return error_reply(context, 404, error.message);
        case Error::Kind::Invalid: return error_reply(context, 400, error.message);
        case Error::Kind::Unavailable: return error_reply(context, 503, "try again in a minute");
        default: return error_reply(context, 500, "something went wrong here");
    }
}

std::optional<std::int64_t> bounded(std::string_view text, std::int64_t otherwise, std::int64_t most) {
    if (text.empty()) return otherwise;
    const auto number = number_from(text);
    return number && *number <= most ? number : std::nullopt;
}

}  // namespace warraq::site::api
