// The archive by date: /archive/2018, /archive/2018/02, /archive/2018/02/05.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Redirects (301) to the canonical address of a date, /archive/2018/02 from /archive/2018/2. Error: NotFound
// for an invalid date.
Result<serve::Reply> archive_page(ReadContext& context);

}  // namespace warraq::site
