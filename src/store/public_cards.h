// Stories as lists of readers may show them.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "store/public_reader.h"

namespace warraq::store {

// The first `limit` public ones among them, in their order.
Result<std::vector<story::Card>> public_cards(PublicReader& reader, std::span<const story::StoryId> stories,
                                              std::size_t limit);

}  // namespace warraq::store
