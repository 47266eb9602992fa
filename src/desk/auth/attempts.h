// Attempts to come in, or to prove that an account is one's own, with secrets that may be wrong: how often
// each may be made, and what of them is recorded.
//
//     attempts.check_address(kProofAttempt, address);            // Problem 429 `throttled`
//     attempts.record(kProofAttempt, user.id, "wrong code");     // in the audit log
//
// The limits hold for all nodes together. Thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "serve/limits/address_limiter.h"
#include "store/store.h"

namespace warraq::desk {

// In the audit log, beside what account_rules.h names.
inline constexpr const char *kSignInRefused = "sign_in_refused", *kProofRefused = "proof_refused",
                            *kCodeAsked = "code_asked";

struct AttemptKind {
    int status;           // of a refusal
    const char* refusal;  // as the audit log names it
};
inline constexpr AttemptKind kEntryAttempt{401, kSignInRefused}, kProofAttempt{403, kProofRefused};

class Attempts {
  public:
    // `limits`: shared by all nodes; nullptr where there is one.
    Attempts(store::Store& store, const std::shared_ptr<serve::SharedLimits>& limits);

    // Each counts an attempt. Problem 429 `throttled` where there were too many; the first of a while is
    // recorded.
    void check_address(const AttemptKind& kind, const std::string& address);
    void check_login(const AttemptKind& kind, const std::string& login, const std::string& address);
    void check_session(const AttemptKind& kind, std::int64_t session, const std::string& login,
                       const std::string& address);

    // Of links for forgotten passwords: the same limit of an address, without a record, as no account is
    // known yet; and how many are sent to one login.
    void check_reset(const std::string& address);
    bool allow_reset_for(const std::string& login);

    void record(const AttemptKind& kind, story::UserId user, std::string_view detail);
    [[noreturn]] void refuse_code(const AttemptKind& kind, story::UserId user);  // recorded

  private:
    // The first of a while is recorded, of the user with that login; each one would let strangers fill the
    // log.
    [[noreturn]] void refuse_throttled(const AttemptKind& kind, std::string_view address,
                                       std::string_view login);

    store::Store& store_;
    serve::AddressLimiter by_address_, by_login_, by_login_anywhere_, by_session_, resets_, throttle_notes_;
};

}  // namespace warraq::desk
