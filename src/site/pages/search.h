// The search page: /search, or the same as JSON with format=json.
#pragma once

#include "site/context.h"

namespace warraq::site {

// 429 beyond the rate that the settings allow; 503 while the index is being built.
Result<serve::Reply> search_page(Context& context);

}  // namespace warraq::site
