// What a preview's link shows (preview_links.h): a story, the front page, the site under other settings, or a
// file that is on one of those.
#pragma once

#include "desk/context.h"

namespace warraq::desk {

// At kPreviewPath; the token is the request's capture of that name. 404 for a link that is over, or of what
// its maker may not see by now. Never throws a Problem.
serve::Reply preview_page(const DeskContext& desk, const serve::Request& request);

}  // namespace warraq::desk
