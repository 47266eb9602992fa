// Replies, and parts of them, that have no page of their own.
#pragma once

#include "serve/http/message.h"

namespace warraq::site {

// To an address within the site.
serve::Reply redirect(int status, std::string_view address);

// An error without content. It becomes the site's page for `status` when the handler is over: that page takes
// a snapshot, and the handler may hold one.
serve::Reply bare_error(int status);

// What comes with each 503: the database or the index did not answer, and may in a moment.
serve::Field retry_after();

}  // namespace warraq::site
