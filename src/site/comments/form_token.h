// What shows that a comment's form was made here, when, and for which story: "1795512345.0f3c…", signed.
#pragma once

#include <string>
#include <string_view>

#include "site/context.h"

namespace warraq::site {

std::string form_token(const SiteState& site, story::StoryId id);

// What to tell the reader whose form has this token; empty where nothing is wrong with it.
std::string token_problem(const SiteState& site, story::StoryId id, std::string_view token);

}  // namespace warraq::site
