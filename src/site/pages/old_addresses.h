// Addresses that are no page of this site but lead to one: those that editors redirect, and those of the
// WordPress site that the newsroom moved from.
#pragma once

#include "site/context.h"

namespace warraq::site {

// What is at an address for which no handler has anything: a page of the site's own ("/about"), a redirect,
// or where it moved; nullopt where it is not known. Error: Unavailable.
Result<std::optional<serve::Reply>> find_moved(ReadContext& context);

// /?p=16: WordPress is asked for anything at its front page. Error: NotFound, Unavailable.
Result<serve::Reply> old_query(ReadContext& context);

}  // namespace warraq::site
