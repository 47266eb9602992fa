// Sends mail by the newsroom's mail server, on a background thread. A letter that cannot be sent is logged
// and dropped, without a retry. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "base/result.h"
#include "desk/background.h"
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
    ~Mailer() { stopping_ = true; }  // aborts the letter that is being sent
    void send(const settings::MailSettings& mail, Letter letter);

  private:
    std::atomic<bool> stopping_{false};
    Background background_{"mail"};
};

}  // namespace warraq::desk
