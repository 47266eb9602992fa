// HTTP challenges of certificate authorities (RFC 8555, 8.3): serves the files that `certbot --webroot` puts
// into the data folder.
#pragma once

#include "site/context.h"

namespace warraq::site {

Result<serve::Reply> acme_challenge(Context& context);

}  // namespace warraq::site
