// /comments/{id}: a permanent address for a comment, whatever page of its story it is on.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Redirects (303) to the comment on its page.
Result<serve::Reply> comment_address(ReadContext& context);

}  // namespace warraq::site
