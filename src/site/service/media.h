// /media/{name}: pictures and other files.
#pragma once

#include "site/context.h"

namespace warraq::site {

// A file that a public story shows, or the newsroom's own look. Any other is NotFound: it may be a draft's,
// or have been taken down with its story.
Result<serve::Reply> media_file(Context& context);

}  // namespace warraq::site
