// Hears that other processes committed changes (LISTEN): a thread with a connection of its own, which it
// makes anew for as long as it takes when it breaks.
#pragma once

#include <functional>
#include <string>
#include <thread>

namespace warraq::store::postgres {

class Listener {
  public:
    // `changed` is called on the listener's thread: for each word that comes, and after each new connection,
    // since words may have been missed. `address`: one that complete_address() made.
    Listener(std::string address, std::function<void()> changed);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

  private:
    void listen_until_stopped();
    bool wait(int socket, int milliseconds);  // false: to be stopped

    const std::string address_;
    const std::function<void()> changed_;
    int stop_;  // an eventfd
    std::thread thread_;
};

}  // namespace warraq::store::postgres
