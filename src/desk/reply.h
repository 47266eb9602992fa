// Replies of the desk's calls.
#pragma once

#include <string>
#include <string_view>

#include "base/json_writer.h"
#include "desk/problem.h"
#include "serve/http/message.h"

namespace warraq::desk {

serve::Reply json_reply(JsonWriter& json, int status = 200);
serve::Reply no_content();  // 204
serve::Reply problem_reply(const Problem& problem);

// What failed here is the log's: it may name files, hosts and statements.
std::string_view message_for_caller(const Problem& problem);

// A header of each 503: the database did not answer, and may in a moment.
inline serve::Field retry_after() {
    return {"Retry-After", "10"};  // seconds
}

}  // namespace warraq::desk
