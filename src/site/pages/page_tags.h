// What a page that lists stories is tagged and dated with.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "story/story.h"

namespace warraq::site {

// Tags by which a page is dropped when one of the stories that it lists changes.
void tag_cards(std::vector<std::string>& tags, std::span<const story::Card> cards);

Instant newest_update(std::span<const story::Card> cards);

}  // namespace warraq::site
