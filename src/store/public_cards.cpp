#include "store/public_cards.h"

namespace warraq::store {

Result<std::vector<story::Card>> public_cards(PublicReader& reader, std::span<const story::StoryId> stories,
                                              std::size_t limit) {
    std::vector<story::Card> cards;
    for (const story::StoryId id : stories) {
        if (cards.size() == limit) break;
        auto card = reader.card(id);
        if (!card) return fail(card.error());
        if (*card && (*card)->page_path.empty()) cards.push_back(std::move(**card));
    }
    return cards;
}

}  // namespace warraq::store
