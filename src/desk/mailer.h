// Sends the desk's few letters by the newsroom's mail server, on a thread of its own. What cannot be sent is
// told in the log and forgotten: whoever waits for it asks again. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "base/result.h"
#include "settings/settings.h"

namespace warraq::desk {

struct Letter {
    std::string to, subject, text;
};

// Waits for the server, at most half a minute and until `stopped`. The connection is encrypted, unless the
// server is on this machine. Error: Unavailable.
Result<void> send_letter(const settings::MailSettings& mail, const Letter& letter,
                         std::function<bool()> stopped = {});

class Mailer {
  public:
    Mailer() = default;
    ~Mailer();
    Mailer(const Mailer&) = delete;
    Mailer& operator=(const Mailer&) = delete;

    void send(const settings::MailSettings& mail, Letter letter);

  private:
    static constexpr std::size_t kMostWaiting = 100;
    void run();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::pair<settings::MailSettings, Letter>> waiting_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;  // from the first letter on
};

}  // namespace warraq::desk
