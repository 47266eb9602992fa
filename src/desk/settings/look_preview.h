// The site under other settings, by a link (preview_links.h).
#pragma once

#include "desk/context.h"

namespace warraq::desk {

inline constexpr std::string_view kLookPreview = "look-";  // how what a link shows begins

// `sealed`: the settings, as the link has them. Throws Problems.
serve::Reply look_preview(const DeskContext& desk, std::string_view sealed, const story::User& maker);

}  // namespace warraq::desk
