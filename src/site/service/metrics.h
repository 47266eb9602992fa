// /metrics: the server's counters in Prometheus's text format.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Error: NotFound for requests from other machines, unless the settings allow them.
Result<serve::Reply> metrics(Context& context);

}  // namespace warraq::site
