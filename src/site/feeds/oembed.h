// oEmbed 1.0 (https://oembed.com): a story as a link with its title, for sites that embed it.
#pragma once

#include "site/context.h"

namespace warraq::site {

// /oembed?url=…&format=json. 501 for formats other than json and xml.
Result<serve::Reply> oembed(Context& context);

}  // namespace warraq::site
