#include "desk/reply.h"

namespace warraq::desk {

using serve::Reply;

Reply json_reply(JsonWriter& json, int status) {
    Reply reply;
    reply.status = status;
    reply.type = "application/json; charset=utf-8";
    reply.body = json.take();
    return reply;
}

Reply no_content() {
    Reply reply;
    reply.status = 204;
    return reply;
}

Reply problem_reply(const Problem& problem) {
    JsonWriter json;
    json.object().object("error").text("code", problem.code()).text("message", message_for_caller(problem));
    Reply reply = json_reply(json, problem.status());
    if (problem.status() == 503) reply.headers.push_back(retry_after());
    return reply;
}

std::string_view message_for_caller(const Problem& problem) {
    return problem.status() >= 500 ? "the desk cannot do this now; its log says why" : problem.what();
}

}  // namespace warraq::desk
