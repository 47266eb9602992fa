// Which stories a reader of one would want next. Internal to the room.
//
// The story's most telling terms (by weight in it and rarity in the archive) are looked up together; what
// comes back is ranked by how much of them it says, then by section and time: the same week counts most, but
// an older story that says more of it beats yesterday's that says little. Copies of the story, and of one
// already taken, are left out: their pairs of neighbouring words are mostly the same (Broder 1997, "On the
// Resemblance and Containment of Documents").
#pragma once

#include <vector>
#include <xapian.h>

#include "story/ids.h"

namespace warraq::search {

// Best first, at most `most`; fewer where nothing else fits. Throws Xapian::Error.
std::vector<story::StoryId> related_to(const Xapian::Database& database, story::StoryId id, std::size_t most);

}  // namespace warraq::search
