// Redirects, errors without content, and the Retry-After field.
#pragma once

#include "serve/http/message.h"

namespace warraq::site {

// To an address within the site.
serve::Reply redirect(int status, std::string_view address);

// An error without content. Once the handler is done, it is replaced by the site's page for `status`; not
// before, because that page takes a snapshot and the handler may hold one.
serve::Reply bare_error(int status);

// For every 503: the database or the index did not answer, but may in a moment.
serve::Field retry_after();

}  // namespace warraq::site
