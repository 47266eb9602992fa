// Replies in XML other than feeds.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Without tags it is not cached anywhere: a cache could not be told when a story in it is withdrawn.
serve::Reply xml_reply(const Context& context, std::string body, std::vector<std::string> tags);

}  // namespace warraq::site
