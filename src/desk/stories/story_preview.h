// A story as readers would see it, by a link (preview_links.h).
#pragma once

#include "desk/context.h"

namespace warraq::desk {

inline constexpr std::string_view kStoryPreview = "story-";  // how what a link shows begins

// With the changes that wait beside it. `number`: the story's. Throws Problems.
serve::Reply story_preview(const DeskContext& desk, std::string_view number, const story::User& maker);

}  // namespace warraq::desk
