// Replies of the WordPress API in JSON, errors among them.
#include "site/api/wordpress/refusal.h"

#include "site/reply.h"

namespace warraq::site::wordpress {

using serve::Reply;

Refusal refusal_of(const Error& error) {
    if (error.kind == Error::Kind::NotFound) return {404, "rest_post_invalid_id", "Invalid post ID."};
    return {503, "warraq_unavailable", "The archive does not answer. Try again in a minute."};
}

Reply json_reply(const Json& json) {
    Reply reply;
    reply.type = "application/json; charset=UTF-8";
    reply.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    reply.headers = {{"Access-Control-Allow-Origin", "*"}};
    return reply;
}

Reply refused(const Refusal& refusal) {
    Json json = press::wordpress::error(refusal.status, refusal.code, refusal.message);
    if (!refusal.parameters.is_null()) json["data"]["params"] = refusal.parameters;
    Reply reply = json_reply(json);
    reply.status = refusal.status;
    if (refusal.status == 503) reply.headers.push_back(retry_after());
    return reply;
}

}  // namespace warraq::site::wordpress
