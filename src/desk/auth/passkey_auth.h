// Coming in by a passkey, proving by one that an account is one's own, and the passkeys of an account. What a
// device signs and says is passkeys.h. Calls throw Problems. Thread-safe.
//
// Each takes two steps: a challenge, which the device signs, and what it made of it. A challenge is good once
// and for kChallengeLife, on whichever node.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/crypto.h"
#include "desk/auth/account_policy.h"
#include "desk/auth/attempts.h"
#include "desk/auth/passkeys.h"
#include "desk/auth/proofs.h"
#include "desk/auth/sessions.h"
#include "store/store.h"

namespace warraq::desk {

inline constexpr std::chrono::minutes kChallengeLife{5};
inline constexpr std::size_t kMostPasskeys = 20;  // of one person

class PasskeyAuth {
  public:
    PasskeyAuth(store::Store& store, const crypto::Key& key, const AccountPolicy& policy, Attempts& attempts,
                const Sessions& sessions, const Proofs& proofs);
    ~PasskeyAuth();
    PasskeyAuth(const PasskeyAuth&) = delete;
    PasskeyAuth& operator=(const PasskeyAuth&) = delete;

    // What a passkey must sign: one to come in by, one that is to be the visitor's, or one of theirs that
    // proves what a password would.
    std::string entry_challenge(Instant now) const;
    std::string new_passkey_challenge(const Proven& owner, Instant now) const;
    std::string proof_challenge(const Visitor& visitor, Instant now) const;

    struct Attempt {
        std::string credential, client_data, authenticator_data, signature;
        std::string address, browser;
    };
    Entry sign_in(const Attempt& attempt, const passkeys::Site& site, Instant now);
    // As by password and code (Passwords::prove): a passkey is both.
    std::string prove(const Visitor& visitor, const Attempt& attempt, const passkeys::Site& site,
                      Instant now);

    // What a device may be told of its owner: a number of theirs that says nothing to others.
    std::string owner_handle(const story::User& user) const;
    // Who proved their right asked for its challenge, in this session.
    struct MadePasskey {
        std::string name, client_data, authenticator_data;
    };
    store::Passkey add(const Visitor& visitor, const MadePasskey& made, const passkeys::Site& site,
                       Instant now);
    void drop(const Proven& owner, std::int64_t id);

  private:
    // Signed for one purpose, such as "enter" or "make 12".
    std::string new_challenge(std::string_view purpose, Instant now) const;
    // Once: it does not count again, here or at another node that hears of it. A Problem for what is none, of
    // another purpose, late, or used.
    void take_challenge(const std::string& challenge, std::string_view purpose, Instant now);
    // Throttled. To come in, or, with a visitor, to prove. A Problem for a passkey that is no one's who may,
    // or was used wrongly.
    struct UsedPasskey {
        story::User user;
        std::int64_t passkey = 0, uses = 0;
    };
    UsedPasskey check_passkey(const AttemptKind& kind, const Visitor* visitor, const Attempt& attempt,
                              const passkeys::Site& site, Instant now);
    [[noreturn]] void refuse_copied(const AttemptKind& kind, const UsedPasskey& used);

    store::Store& store_;
    const AccountPolicy& policy_;
    Attempts& attempts_;
    const Sessions& sessions_;
    const Proofs& proofs_;
    const crypto::Key key_;
    std::mutex used_mutex_;
    std::unordered_map<std::string, Instant> used_challenges_;  // until they are late
};

}  // namespace warraq::desk
