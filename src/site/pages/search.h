// Search for readers: /search, as a page or, with format=json, as JSON.
#pragma once

#include "site/context.h"

namespace warraq::site {

// 429 for those who search more often than the settings allow; 503 while the index is being made.
Result<serve::Reply> search_page(Context& context);

}  // namespace warraq::site
