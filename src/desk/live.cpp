#include "desk/live.h"

#include <fmt/format.h>

namespace warraq::desk {
namespace {

constexpr std::chrono::milliseconds kPatience{200};   // until it sees that it is to stop
constexpr std::chrono::milliseconds kBetween{1'000};  // a burst of changes is told of once
constexpr std::chrono::milliseconds kAfterFailure{1'000};

}  // namespace

Live::Live(store::Store& store) : store_(store), thread_([this] { run(); }) {}

Live::~Live() {
    stopping_ = true;
    thread_.join();
}

void Live::run() {
    std::int64_t seq = 0;
    while (!stopping_) {
        const auto last = store_.wait_for_change(seq, kPatience);
        if (!last) {
            std::this_thread::sleep_for(kAfterFailure);  // its other followers say what is wrong
            continue;
        }
        if (*last <= seq) continue;
        seq = *last;
        events_->publish(fmt::format("{{\"seq\":{}}}", seq));
        std::this_thread::sleep_for(kBetween);
    }
}

}  // namespace warraq::desk
