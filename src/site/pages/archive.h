// The archive by date: /archive/2018, /archive/2018/02, /archive/2018/02/05.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Redirects (301) to the one spelling of a date. NotFound for an invalid one.
Result<serve::Reply> archive_page(ReadContext& context);

}  // namespace warraq::site
