// WordPress's REST API, read-only, for apps and front ends made for WordPress: /wp-json/wp/v2.
#pragma once

#include "site/context.h"

namespace warraq::site::wordpress {

// /wp-json/wp/v2/{collection}/{id}; both may be absent.
Result<serve::Reply> answer(Context& context);

// The reply to an error that answer() returned: 404 or 503 as WordPress words them.
serve::Reply failure(Context& context, const Error& error);

// For paths that the API does not have, and for attempts to write.
serve::Reply no_route();
serve::Reply read_only();

// Its query parameters, for RouteOptions::parameters.
std::vector<std::string> parameter_names();

}  // namespace warraq::site::wordpress
