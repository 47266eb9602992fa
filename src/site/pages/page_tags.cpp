// Tags and dates of pages that list stories.
#include "site/pages/page_tags.h"

#include <algorithm>
#include <fmt/format.h>

namespace warraq::site {

void tag_cards(std::vector<std::string>& tags, std::span<const story::Card> cards) {
    for (const story::Card& card : cards) tags.push_back(fmt::format("story:{}", card.id.value));
}

}  // namespace warraq::site
