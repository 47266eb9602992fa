// RSS, Atom and JSON feeds of the site and of each section, author and topic: …/feed/{file}.
#pragma once

#include "site/context.h"

namespace warraq::site {

Result<serve::Reply> site_feed(ReadContext& context);
Result<serve::Reply> section_feed(ReadContext& context);
Result<serve::Reply> author_feed(ReadContext& context);
Result<serve::Reply> topic_feed(ReadContext& context);

}  // namespace warraq::site
