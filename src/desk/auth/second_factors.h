// The second factor of an account that is an authenticator app, and its recovery codes. The arithmetic of
// codes is totp.h. Calls throw Problems. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "desk/auth/account_policy.h"
#include "desk/auth/proofs.h"
#include "store/store.h"

namespace warraq::desk {

class SecondFactors {
  public:
    SecondFactors(store::Store& store, const crypto::Key& key, const AccountPolicy& policy,
                  const Proofs& proofs);

    // A secret to be shown as QR code; it counts once a code of it came back.
    struct Proposal {
        std::string secret, address;
    };
    Proposal propose(const Visitor& visitor, std::string_view publication) const;
    // In place of the one there is. The other sessions end; the recovery codes are told once.
    std::vector<std::string> accept(const Proven& owner, const std::string& secret, const std::string& code,
                                    Instant now);
    void drop(const Proven& owner);  // Problem 404 where there is none

    // The app's secret, unsealed. Problem 503 where it cannot be read.
    std::string secret_of(const store::Credentials& known) const;
    // In the transaction that a code of that secret, or a recovery code, is for: a code is not used up where
    // that fails. False for a code that is wrong, or was used already.
    static bool take_code(store::Writer& writer, story::UserId user, const std::string& secret,
                          const std::string& code, Instant now);

  private:
    store::Store& store_;
    const AccountPolicy& policy_;
    const Proofs& proofs_;
    const crypto::Key key_;
};

}  // namespace warraq::desk
