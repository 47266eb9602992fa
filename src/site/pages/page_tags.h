// Cache tags of pages that list stories.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "story/story.h"

namespace warraq::site {

// Adds the tags that drop a page when one of these stories changes.
void tag_cards(std::vector<std::string>& tags, std::span<const story::Card> cards);

}  // namespace warraq::site
