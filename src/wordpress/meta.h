// What WordPress has no place for, as one meta value of a post, so that it comes back from there: kicker, key
// points, dateline, sources, corrections. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "story/story.h"

namespace warraq::wordpress {

inline constexpr const char* kWordpressMeta = "_warraq";

// JSON; empty where there is nothing of the kind.
std::string wordpress_meta(const story::Story& story);

// Error: Invalid, for a value that is none of wordpress_meta's; the story is left as it was.
Result<void> read_wordpress_meta(std::string_view value, story::Story& story);

}  // namespace warraq::wordpress
