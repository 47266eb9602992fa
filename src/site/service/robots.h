// /robots.txt: what the newsroom asks of crawlers.
#pragma once

#include "site/context.h"

namespace warraq::site {

Result<serve::Reply> robots(Context& context);

}  // namespace warraq::site
