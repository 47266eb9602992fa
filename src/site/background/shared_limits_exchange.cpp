// The exchange of limits between nodes.
#include "site/background/shared_limits_exchange.h"

namespace warraq::site {

SharedLimitsExchange::SharedLimitsExchange(store::Store& store, std::shared_ptr<serve::SharedLimits> limits)
    : store_(store), limits_(std::move(limits)) {
    store_.subscribe("limits", [this](std::string_view words) { limits_->heard(words); });
    thread_ = std::thread([this] { run(); });
}

SharedLimitsExchange::~SharedLimitsExchange() {
    store_.subscribe("limits", {});
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    end_.notify_all();
    thread_.join();
}

void SharedLimitsExchange::run() {
    std::unique_lock lock(mutex_);
    while (!end_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_; })) {
        lock.unlock();
        // What cannot be said is not kept: while the database is away each node limits by itself.
        for (const std::string& words : limits_->take(store::Store::kMostSaid))
            if (!store_.broadcast("limits", words)) break;
        lock.lock();
    }
}

}  // namespace warraq::site
