// /metrics: the server's counters in Prometheus's text format.
#pragma once

#include "site/context.h"

namespace warraq::site {

// NotFound for other machines, unless the settings open it to them.
Result<serve::Reply> metrics(Context& context);

}  // namespace warraq::site
