// What searches and suggestions have in common: the rate limit, and the cache policy.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Counts a search; true beyond the limit of its address. Private addresses are not limited: behind a proxy
// that is not configured, all readers have the proxy's.
bool searches_too_often(serve::AddressLimiter& limiter, const serve::Request& request);
serve::Reply searched_too_often();  // 429

// Search results are kept by the reader's own browser only.
std::string private_cache_control(const Context& context);

}  // namespace warraq::site
