// /media/{name}: pictures and other files.
#pragma once

#include "site/context.h"

namespace warraq::site {

// A file that a public story shows, or the newsroom's logo. Error: NotFound for any other, which may belong
// to a draft or to a story that was taken down; Unavailable.
Result<serve::Reply> media_file(Context& context);

}  // namespace warraq::site
