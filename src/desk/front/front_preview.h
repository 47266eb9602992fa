// The front page under another arrangement, by a link (preview_links.h).
#pragma once

#include "desk/context.h"

namespace warraq::desk {

inline constexpr std::string_view kFrontPreview = "front-";  // how what a link shows begins

// `stamp`: the arrangement, as the link has it. Throws Problems.
serve::Reply front_preview(const DeskContext& desk, std::string_view stamp, const story::User& maker);

}  // namespace warraq::desk
