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

constexpr int kFirstPause = 100, kLongestPause = 2'000;  // milliseconds before it is tried again
constexpr std::chrono::seconds kAskTheTimeEvery{10};

}  // namespace

Listener::Listener(std::string address, std::function<void()> changed,
                   std::function<void(std::string_view)> said)
    : address_(std::move(address)),
      changed_(std::move(changed)),
      said_(std::move(said)),
      stop_(::eventfd(0, EFD_CLOEXEC)),
      thread_([this] { listen_until_stopped(); }) {}

Listener::~Listener() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto told = ::write(stop_, &one, sizeof one);
    thread_.join();
    ::close(stop_);
}

bool Listener::wait(int socket, int milliseconds) {
    std::array<pollfd, 2> either = {{{stop_, POLLIN, 0}, {socket, POLLIN, 0}}};
    ::poll(either.data(), socket < 0 ? 1 : 2, milliseconds);
    return either[0].revents == 0;
}

void Listener::listen_until_stopped() {
    for (int pause = kFirstPause; true; pause = std::min(2 * pause, kLongestPause)) {
        try {
            Connection connection(address_);
            connection.execute("LISTEN warraq_changes; LISTEN warraq_nodes");
            changed_();
            pause = kFirstPause;
            auto ask_at = Clock::now();
            do {
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
            } while (wait(connection.socket(), std::chrono::milliseconds(kAskTheTimeEvery).count()));
            return;
        } catch (const sql::Failure&) {
            // whoever reads or writes says so; here it is only tried again
        }
        if (!wait(-1, pause)) return;
    }
}

}  // namespace warraq::store::postgres
