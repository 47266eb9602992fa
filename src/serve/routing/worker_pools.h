// The pools of workers that make a site's answers.
#pragma once

#include <memory>

#include "serve/limits/limits.h"
#include "serve/routing/site.h"
#include "serve/routing/workers.h"

namespace warraq::serve {

// Who runs what may wait. Apart, so that a slow disk holds up no page and a password no reader.
struct WorkerPools {
    std::unique_ptr<Workers> pages;    // handlers that read
    std::unique_ptr<Workers> changes;  // those that may wait to write
    std::unique_ptr<Workers> heavy;    // those of RouteOptions::heavy
    std::shared_ptr<Workers> files;    // pieces of files, of bodies too
};
WorkerPools worker_pools(const Site& site, const Limits& limits);

}  // namespace warraq::serve
