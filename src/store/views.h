// How often stories were read.
#pragma once

#include <cstdint>

#include "story/ids.h"

namespace warraq::store {

// Views are told of so far back, and forgotten after.
inline constexpr int kMostViewHours = 7 * 24;

struct Views {
    story::StoryId story;
    std::int64_t count = 0;
};

}  // namespace warraq::store
