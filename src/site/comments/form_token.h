// The hidden token of a comment form, "1795512345.0f3c…": when the form was made, signed for its story.
#pragma once

#include <string>
#include <string_view>

#include "site/context.h"

namespace warraq::site {

std::string form_token(const SiteState& site, story::StoryId id);

// Why a form with this token is refused, in the reader's language; empty where it is valid.
std::string token_problem(const SiteState& site, story::StoryId id, std::string_view token);

}  // namespace warraq::site
