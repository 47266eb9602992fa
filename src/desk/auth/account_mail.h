// Letters to the owners of accounts: that their account was changed, and links for forgotten passwords.
// Each is sent later, on a thread of its own. Thread-safe.
#pragma once

#include <string>

#include "desk/auth/links.h"
#include "desk/background.h"
#include "desk/mailer.h"
#include "desk/options.h"

namespace warraq::desk {

// What an account's owner is told by mail.
enum class AccountChange {
    PasswordSet,
    FactorAdded,
    FactorReplaced,
    FactorDropped,
    PasskeyAdded,
    PasskeyDropped
};

class AccountMail {
  public:
    AccountMail(const DeskOptions& options, Links& links) : options_(options), links_(links) {}

    // There is a server to send by, and an address that links may name: never what a request calls itself.
    bool can_send() const;
    // Of what opens an account otherwise than before: its owner learns of it, whoever did it. Nothing is sent
    // where mail cannot be, or their login is no e-mail address.
    void tell(const story::User& user, AccountChange change);
    // A link for a new password, to who has that login. Whoever asks is answered before it is looked at.
    void send_reset(std::string login);

  private:
    void make_reset(const settings::Settings& settings, const std::string& login);

    const DeskOptions& options_;
    Links& links_;
    Mailer mailer_;
    Background resets_{"resets"};  // ends before what it uses does
};

}  // namespace warraq::desk
