// The comment form under a story, as a reader submits it.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Stores the comment, or returns the story page with what was typed and why it was not stored. Whatever
// fails, the reader gets the text back.
Result<serve::Reply> post_comment(Context& context);

}  // namespace warraq::site
