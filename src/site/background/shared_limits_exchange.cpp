// The exchange of limits between nodes.
#include "site/background/shared_limits_exchange.h"

namespace warraq::site {

constexpr std::chrono::seconds kBetween{1};

SharedLimitsExchange::SharedLimitsExchange(store::Store& store, std::shared_ptr<serve::SharedLimits> limits)
    : store_(store),
      limits_(std::move(limits)),
      broadcasting_(
          "limits",
          [this](BackgroundTask&) {
              broadcast();
              return kBetween;
          },
          kBetween) {
    store_.subscribe("limits", [this](std::string_view words) { limits_->heard(words); });
}

SharedLimitsExchange::~SharedLimitsExchange() {
    store_.subscribe("limits", {});
}

// What cannot be said is not kept: while the database is away each node limits by itself.
void SharedLimitsExchange::broadcast() {
    for (const std::string& words : limits_->take(store::Store::kMostSaid))
        if (!store_.broadcast("limits", words)) return;
}

}  // namespace warraq::site
