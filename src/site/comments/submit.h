// What a reader sends by the form under a story.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Keeps the comment, or returns the page with what was typed and why it was not kept. Whatever fails, the
// reader has the text back.
Result<serve::Reply> post_comment(Context& context);

}  // namespace warraq::site
