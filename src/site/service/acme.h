// Challenges of certificate authorities (RFC 8555, 8.3): what certbot --webroot laid in the data folder, to
// show that the name is ours.
#pragma once

#include "site/context.h"

namespace warraq::site {

Result<serve::Reply> acme_challenge(Context& context);

}  // namespace warraq::site
