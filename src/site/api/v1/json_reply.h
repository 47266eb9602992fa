// What the replies of /api/v1 have in common. Internal to the folder.
#pragma once

#include "site/context.h"

namespace warraq::site::api {

serve::Reply json_reply(const Context& context, std::string json);
serve::Reply error_reply(const Context& context, int status, std::string_view message);

// A parameter's number, or `otherwise` where it is absent; nullopt unless it is from 1 to `most`.
std::optional<std::int64_t> bounded(std::string_view text, std::int64_t otherwise, std::int64_t most);

}  // namespace warraq::site::api
