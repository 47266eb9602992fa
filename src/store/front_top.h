// The stories at the top of the front page, as readers meet them or, with other places, would meet them.
#pragma once

#include <span>
#include <vector>

#include "store/public_reader.h"

namespace warraq::store {

inline constexpr int kFrontLatest = 24;  // looked at to fill the places that editors left free

// `latest`: the newest public stories. Places whose time is over, or whose story is not public, are free.
Result<std::vector<story::TopStory>> front_top(PublicReader& reader,
                                               std::span<const story::FrontPlace> places,
                                               std::span<const story::Card> latest, Instant now);

}  // namespace warraq::store
