// XML that is not a feed.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Not kept by caches in front where it has no tags: they would not be told when a story is withdrawn.
serve::Reply xml_reply(const Context& context, std::string body, std::vector<std::string> tags);

}  // namespace warraq::site
