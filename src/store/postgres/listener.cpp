#include "store/postgres/listener.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "store/postgres/clock.h"
#include "store/postgres/connection.h"

namespace warraq::store::postgres {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kFirstPause{100}, kLongestPause{2'000};  // before it is tried again
constexpr std::chrono::milliseconds kAskTheTimeEvery{10'000};

}  // namespace

Listener::Listener(std::string address, std::function<void()> changed,
                   std::function<void(std::string_view)> said)
    : address_(std::move(address)),
      changed_(std::move(changed)),
      said_(std::move(said)),
      stop_(::eventfd(0, EFD_CLOEXEC)),
      next_pause_(kFirstPause),
      listening_("listener", [this](const BackgroundTask& task) { return listen(task); }) {}

Listener::~Listener() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto told = ::write(stop_, &one, sizeof one);
    listening_.stop();
    ::close(stop_);
}

void Listener::wait(int socket) const {
    std::array<pollfd, 2> either = {{{stop_, POLLIN, 0}, {socket, POLLIN, 0}}};
    ::poll(either.data(), either.size(), static_cast<int>(kAskTheTimeEvery.count()));
}

BackgroundTask::Pause Listener::listen(const BackgroundTask& task) {
    try {
        Connection connection(address_);
        connection.execute("LISTEN warraq_changes; LISTEN warraq_nodes");
        changed_();
        next_pause_ = kFirstPause;
        auto ask_at = Clock::now();
        while (!task.stopping()) {
            if (Clock::now() >= ask_at) {
                follow_clock(connection);
                ask_at = Clock::now() + kAskTheTimeEvery;
            }
            bool changed = false;
            for (const Notice& notice : connection.take_notices())
                if (notice.channel == "warraq_nodes")
                    said_(notice.words);
                else
                    changed = true;
            if (changed) changed_();
            wait(connection.socket());
        }
    } catch (const sql::Failure&) {
        // whoever reads or writes says so; here it is only tried again
    }
    const auto pause = next_pause_;
    next_pause_ = std::min(2 * next_pause_, kLongestPause);
    return pause;
}

}  // namespace warraq::store::postgres
