// /feeds.opml: the feeds of the site and its sections, as one list for feed readers.
#pragma once

#include "site/context.h"

namespace warraq::site {

Result<serve::Reply> subscription_list(ReadContext& context);

}  // namespace warraq::site
