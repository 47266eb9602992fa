// Hears what other processes tell (LISTEN), and follows the database's clock: a thread with a connection of
// its own, which it makes anew for as long as it takes when it breaks.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/background_task.h"

namespace warraq::store::postgres {

class Listener {
  public:
    // Called on the listener's thread: `changed` when something was committed, and after each new connection,
    // since words may have been missed; `said` with what nodes say to each other, this one too.
    // `address`: one that complete_address() made.
    Listener(std::string address, std::function<void()> changed, std::function<void(std::string_view)> said);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

  private:
    BackgroundTask::Pause listen(
        const BackgroundTask& task);  // until the connection breaks, or it is to stop
    void wait(int socket) const;      // for words, for a while, or until it is to stop

    const std::string address_;
    const std::function<void()> changed_;
    const std::function<void(std::string_view)> said_;
    const int stop_;  // an eventfd, which ends wait()
    BackgroundTask::Pause next_pause_;
    BackgroundTask listening_;
};

}  // namespace warraq::store::postgres
