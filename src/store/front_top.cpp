#include "store/front_top.h"

namespace warraq::store {

Result<std::vector<story::TopStory>> front_top(PublicReader& reader,
                                               std::span<const story::FrontPlace> places,
                                               std::span<const story::Card> latest, Instant now) {
    std::vector<story::PlacedCard> placed;
    for (const story::FrontPlace& place : places) {
        if (place.until != Instant{} && place.until <= now) continue;
        auto card = reader.card(place.story);
        if (!card) return fail(card.error());
        if (*card) placed.push_back({place, std::move(**card)});
    }
    return story::arrange_top(placed, latest);
}

}  // namespace warraq::store
