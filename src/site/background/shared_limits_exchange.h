// Shares rate limits between a newsroom's nodes: broadcasts every second what this node allowed, and counts
// what the others did. Best effort: while the database is down, each node limits by itself.
#pragma once

#include <memory>

#include "base/background_task.h"
#include "serve/limits/shared_limits.h"
#include "store/store.h"

namespace warraq::site {

class SharedLimitsExchange {
  public:
    SharedLimitsExchange(store::Store& store, std::shared_ptr<serve::SharedLimits> limits);
    ~SharedLimitsExchange();
    SharedLimitsExchange(const SharedLimitsExchange&) = delete;
    SharedLimitsExchange& operator=(const SharedLimitsExchange&) = delete;

  private:
    void broadcast();

    store::Store& store_;
    const std::shared_ptr<serve::SharedLimits> limits_;
    BackgroundTask broadcasting_;
};

}  // namespace warraq::site
