// Tags and dates of pages that list stories.
#include "site/pages/page_tags.h"

#include <algorithm>
#include <fmt/format.h>

namespace warraq::site {

void tag_cards(std::vector<std::string>& tags, std::span<const story::Card> cards) {
    for (const story::Card& card : cards) tags.push_back(fmt::format("story:{}", card.id.value));
}

Instant newest_update(std::span<const story::Card> cards) {
    Instant newest{};
    for (const story::Card& card : cards) newest = std::max({newest, card.updated, card.published});
    return newest;
}

}  // namespace warraq::site
