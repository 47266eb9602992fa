// Addresses that lead elsewhere: redirects set by editors, and addresses of the WordPress site that the
// newsroom moved from.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Asked when a route's handler found nothing: a page with an address of its own ("/about"), an editor's
// redirect, or an old address; nullopt where there is none. Error: Unavailable.
Result<std::optional<serve::Reply>> find_moved(ReadContext& context);

// Redirects /?p=16, /?cat=3 and the like, by which WordPress addresses anything. Error: NotFound;
// Unavailable.
Result<serve::Reply> old_query(ReadContext& context);

}  // namespace warraq::site
