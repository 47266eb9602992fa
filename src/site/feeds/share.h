// Pictures for shares of pages that have none of their own: /share/12-3f2a91bc44.png,
// /share/site-0b77d1a3c2.png.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Redirects (301) to the picture as it looks now from the address of an older one.
Result<serve::Reply> share_picture(Context& context);

}  // namespace warraq::site
