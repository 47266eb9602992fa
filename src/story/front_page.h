// The top of the front page: a lead and its seconds.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "story/story.h"

namespace warraq::story {

inline constexpr int kFrontPlaces = 4;  // the lead is 0

// A place that editors gave to a story.
struct FrontPlace {
    int place = 0;
    StoryId story;
    Instant until{};  // the story gives it up by itself; Instant{}: it does not
    bool operator==(const FrontPlace&) const = default;
};

struct TopStory {
    Card card;
    bool placed = false;  // by editors
    Instant until{};
};

// A story for each place, as far as there are any: those in `placed`, and for the places between the others
// the newest of `latest` with a picture, or else the newest.
struct PlacedCard {
    FrontPlace place;
    Card card;
};
std::vector<TopStory> arrange_top(std::span<const PlacedCard> placed, std::span<const Card> latest);

}  // namespace warraq::story
