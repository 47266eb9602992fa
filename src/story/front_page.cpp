#include "story/front_page.h"

#include <algorithm>

namespace warraq::story {

std::vector<TopStory> arrange_top(std::span<const PlacedCard> placed, std::span<const Card> latest) {
    std::vector<const Card*> others;
    for (const bool pictured : {true, false})
        for (const Card& card : latest)
            if (card.lead_image.has_value() == pictured &&
                std::ranges::none_of(placed, [&](const PlacedCard& one) { return one.card.id == card.id; }))
                others.push_back(&card);
    std::vector<TopStory> top;
    auto next = others.begin();
    for (int place = 0; place < kFrontPlaces; ++place) {
        const auto given =
            std::ranges::find(placed, place, [](const PlacedCard& one) { return one.place.place; });
        if (given != placed.end())
            top.push_back({given->card, true, given->place.until});
        else if (next != others.end())
            top.push_back({**next++, false, {}});
    }
    return top;
}

}  // namespace warraq::story
