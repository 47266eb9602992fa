// A step-up: whoever is signed in shows, by more than the session, that the account is theirs.
//
//     const std::string proof = proofs.make(visitor, now());          // once they have; the page keeps it
//     const Proven owner = proofs.proven(visitor, proof, now());      // or a Problem: `proof_needed`
//     proofs.still_owner(writer, AccountCall::DropTotp, visitor);     // in the transaction of the call
//
// A session may be stolen, so it changes none of the ways into an account by itself: each of those changes
// takes a Proven. A proof is good in its session alone, for kProofLife or until one of the account's factors
// is changed; it is never kept in a cookie. Thread-safe.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "desk/auth/account_policy.h"
#include "desk/auth/visitor.h"
#include "store/store.h"

namespace warraq::desk {

inline constexpr std::chrono::minutes kProofLife{5};

// A visitor who has shown within the last minutes that the account is theirs. Made by Proofs::proven() alone;
// refers to the visitor.
class Proven {
  public:
    const Visitor& visitor() const { return *visitor_; }
    const story::User& user() const { return visitor_->user; }

  private:
    friend class Proofs;
    explicit Proven(const Visitor& visitor) : visitor_(&visitor) {}
    const Visitor* visitor_;
};

class Proofs {
  public:
    Proofs(const crypto::Key& key, const AccountPolicy& policy);

    // For a visitor who has just shown the account's strongest factors.
    std::string make(const Visitor& visitor, Instant now) const;
    // Problem 403 `proof_needed` for one that is empty, late, of other factors, or another session's.
    Proven proven(const Visitor& visitor, std::string_view proof, Instant now) const;

    // In the transaction that a proof was asked for: the session is there and the factors are those that were
    // proven. The same Problem where not.
    static void check_still(store::Reader& reader, const Visitor& visitor);
    // The same, and the account's state allows the call (AccountPolicy::allowed_user).
    story::User still_owner(store::Reader& reader, AccountCall call, const Visitor& visitor) const;

  private:
    std::string seal(const Visitor& visitor, std::string_view until) const;

    const AccountPolicy& policy_;
    const crypto::Key key_;
};

}  // namespace warraq::desk
