// Coming in by a password, together with the code of an authenticator app where the account has one; proving
// by the same that an account is one's own; and setting another password. What a password may be is
// password_rules.h. Calls throw Problems. Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "desk/auth/account_policy.h"
#include "desk/auth/attempts.h"
#include "desk/auth/proofs.h"
#include "desk/auth/second_factors.h"
#include "desk/auth/sessions.h"
#include "store/store.h"

namespace warraq::desk {

class Passwords {
  public:
    // The newsroom's name and address, which no password may be made of; may be empty.
    using Words = std::function<std::vector<std::string>()>;
    Passwords(store::Store& store, const AccountPolicy& policy, Attempts& attempts, const Sessions& sessions,
              const Proofs& proofs, const SecondFactors& second_factors, Words newsroom);

    struct Attempt {
        std::string login, password, code;  // the code of the second factor, or a recovery code
        std::string address, browser;
    };
    Entry sign_in(const Attempt& attempt, Instant now);

    // A proof for Proofs::proven(), by the password and, where there is an app, a code of it or a recovery
    // code. Where there are passkeys alone, one of them is needed (PasskeyAuth). Throttled together with
    // signing in, and what is wrong is recorded.
    struct Proof {
        std::string password, code;
        std::string address;
    };
    std::string prove(const Visitor& visitor, const Proof& proof, Instant now);

    // The person's other sessions end, and this one goes on under a new token.
    Entry change(const Proven& owner, const std::string& next, const std::string& browser, Instant now);

    // To be stored, of a new password of that user. Problem 422 `weak_password`.
    std::string new_hash(const std::string& password, const story::User& user) const;

  private:
    store::Store& store_;
    const AccountPolicy& policy_;
    Attempts& attempts_;
    const Sessions& sessions_;
    const Proofs& proofs_;
    const SecondFactors& second_factors_;
    const Words newsroom_;
};

}  // namespace warraq::desk
