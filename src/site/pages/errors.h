// Errors as readers see them: the site's pages for 404, 500, 503 and the like.
#pragma once

#include "site/context.h"

namespace warraq::site {

// The reply to an error that a page's handler returned: NotFound is 404, Unavailable 503, all else 500; what
// is not the reader's mistake is logged. Without content, as bare_error().
serve::Reply page_failure(Context& context, const Error& error);

// The site's page for `status`. Takes a snapshot, unless the status is 503: a store that does not answer is
// not waited for once more.
serve::Reply error_page(SiteState& site, int status);
// The same around a page that is made already.
serve::Reply error_page(SiteState& site, int status, std::string html);

// `reply`, or the site's page for it where it is an error without content. Takes a snapshot.
serve::Reply with_error_page(SiteState& site, serve::Reply reply);

}  // namespace warraq::site
