// /feed/comments.xml: the latest comments of the site; /feed/comments/{id}.xml: of one story.
#pragma once

#include "site/context.h"

namespace warraq::site {

Result<serve::Reply> comments_feed(ReadContext& context);

}  // namespace warraq::site
