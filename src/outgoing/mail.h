// One message to a mail server, over SMTP. Thread-safe.
#pragma once

#include <string>

#include "outgoing/transfer.h"

namespace warraq::outgoing {

struct MailServer {
    std::string address;         // "smtp://mail.example.org:587", "smtps://…"
    std::string user, password;  // an empty user: it is not asked for
};

struct MailMessage {
    std::string from, to;  // addresses alone, without angles
    std::string content;   // RFC 5322, lines end in CR LF
};

// The connection is encrypted and the server's certificate checked, unless it is on this machine. Error: as
// Transfer::perform(); its message holds neither password nor content.
Result<void> send_mail(const MailServer& server, const MailMessage& message, const Reach& reach,
                       const Patience& patience);

}  // namespace warraq::outgoing
