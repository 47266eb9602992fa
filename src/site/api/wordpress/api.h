// What apps and front ends that were made for WordPress read: /wp-json/wp/v2, for reading alone.
#pragma once

#include "site/context.h"

namespace warraq::site::wordpress {

// /wp-json/wp/v2/{collection}/{id}; both may be absent.
Result<serve::Reply> answer(Context& context);

// The reply to an error that answer() returned: 404 or 503 as WordPress words them.
serve::Reply failure(Context& context, const Error& error);

// For addresses that are none of the API's, and for writing.
serve::Reply no_route();
serve::Reply read_only();

// The names of its query parameters, as a route takes them.
std::vector<std::string> parameter_names();

}  // namespace warraq::site::wordpress
