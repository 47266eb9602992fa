// Search for readers: the page, the same as JSON, and suggestions while one types.
#pragma once

#include "site/context.h"

namespace warraq::site {

// 429 for those who search more often than the settings allow.
Result<serve::Reply> search_page(Context& context);

// {"queries": ["…"], "stories": [{"headline", "url"}]}
Result<serve::Reply> search_suggestions(Context& context);

// Counts a search; true where its address has searched as often as one may. Addresses that are not of the
// open internet are not limited: behind a proxy that is not known as one, all readers have its address.
bool searches_too_often(serve::AddressLimiter& limiter, const serve::Request& request);

}  // namespace warraq::site
