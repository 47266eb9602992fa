// Suggestions while the reader types: /search/suggest.
#pragma once

#include "site/context.h"

namespace warraq::site {

// {"queries": ["…"], "stories": [{"headline", "url"}]}; 429 as search_page().
Result<serve::Reply> search_suggestions(Context& context);

}  // namespace warraq::site
