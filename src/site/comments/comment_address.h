// /comments/{id}: where a comment stands now, however many came before it since.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Redirects to the comment on its page.
Result<serve::Reply> comment_address(ReadContext& context);

}  // namespace warraq::site
