// Error pages: what readers see for 404, 500, 503 and the like.
#pragma once

#include "site/context.h"

namespace warraq::site {

// The reply to an error that a page's handler returned: 404 for NotFound, 503 for Unavailable, else 500. Has
// no content yet, as bare_error(). Logs 503 (throttled) and 500.
serve::Reply page_failure(Context& context, const Error& error);

// The site's page for `status`. Takes a snapshot, except for 503, when the store is likely to be down.
serve::Reply error_page(SiteState& site, int status);
// The same for a page that is already rendered.
serve::Reply error_page(SiteState& site, int status, std::string html);

// `reply`, or the site's page in its place where it is an error without content. Takes a snapshot.
serve::Reply with_error_page(SiteState& site, serve::Reply reply);

}  // namespace warraq::site
