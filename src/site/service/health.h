// Is this server well? For load balancers and whoever watches over it.
#pragma once

#include "site/context.h"

namespace warraq::site {

// /health/live: 503 where workers or loops are stuck. Runs on the event loop: it answers while no worker
// does.
Result<serve::Reply> health_live(Context& context);

// /health/ready: 503 also before the server stops, and while the database does not answer.
Result<serve::Reply> health_ready(Context& context);

}  // namespace warraq::site
