// Health checks for load balancers and monitoring.
#pragma once

#include "site/context.h"

namespace warraq::site {

// /health/live: 503 while workers or event loops are stuck. Runs on the event loop, so it answers even then.
Result<serve::Reply> health_live(Context& context);

// /health/ready: 503 also before the server stops, and while the database is down.
Result<serve::Reply> health_ready(Context& context);

}  // namespace warraq::site
