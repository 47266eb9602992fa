// /robots.txt: what crawlers may read, by the settings.
#pragma once

#include "site/context.h"

namespace warraq::site {

Result<serve::Reply> robots(Context& context);

}  // namespace warraq::site
