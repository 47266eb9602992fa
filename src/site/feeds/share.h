// Share pictures for stories without a picture and for the site: /share/12-3f2a91bc44.png,
// /share/site-0b77d1a3c2.png. The name changes with how the picture looks.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Redirects (301) from an outdated picture to the current one.
Result<serve::Reply> share_picture(Context& context);

}  // namespace warraq::site
