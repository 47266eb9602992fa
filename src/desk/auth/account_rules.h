// The states of an account and everything that may be done to one, as one table: what each call asks for, in
// which states it is taken, and what of the account ends with it. The desk's guard, AccountPolicy and
// account_changes.h work from this table.
//
//     const AccountRule& rule = rule_of(AccountCall::DropTotp);
//     rule.asks_for == Credential::Proof;                       // a session is not enough
//     rule.allows(state_of(user, must_have_second_factor));     // Active alone
//     what_opens(user, must_have_second_factor, by_passkey);    // to a session: all of the role, or less
//     rule.ends_any(kOtherSessions | kLinks);
//
// Pure; thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "desk/auth/permissions.h"
#include "story/user.h"

namespace warraq::desk {

// Derived from the account's row; not stored.
enum class AccountState {
    Absent,     // there is no such account
    Invited,    // no password yet: a link for it is on its way
    Active,     // comes in
    MustEnrol,  // its role comes in with a second factor, and it has none
    Disabled,   // may not come in, whatever it has
};
inline constexpr int kAccountStates = 5;

AccountState state_of(const std::optional<story::User>& user, bool must_have_second_factor);

// What a session of the account opens, by how it began.
enum class Opens {
    Nothing,
    OwnAccount,  // to have a second factor, or to come in by the one that there is
    AllOfTheRole,
};
// Signing in by password also asks for the authenticator app's code, but not for a passkey. So someone who
// has passkeys only, and signed in by password, has shown no second factor.
Opens what_opens(const std::optional<story::User>& user, bool must_have_second_factor, bool by_passkey);

enum class AccountCall {
    SignIn,
    SignInByPasskey,
    SignOut,
    UseFirstLink,  // makes the first administrator
    UseLink,       // sets the password
    AskReset,
    // Whoever is signed in, of their own account.
    Prove,
    ProveByPasskey,
    EndSession,
    ChangePassword,
    ProposeTotp,
    EnrolTotp,  // or puts another app in the place of the one there is
    DropTotp,
    BeginPasskey,
    AddPasskey,
    DropPasskey,
    // An administrator, of any account.
    Invite,
    Rename,
    ChangeRole,
    Disable,
    Enable,
    DropFactors,
    MakeLink,
};

// What a call must bring besides its content. Challenge and Proof need a session as well.
enum class Credential {
    Nothing,
    Secrets,    // the password and the second factor, or a passkey
    Link,       // a one-time link
    Session,    // its cookie and CSRF token
    Challenge,  // one that was issued for a proof, signed by a device
    Proof,      // a step-up: the account's strongest factors, within the last minutes (proofs.h)
};

// What a call ends. `This` is the session that makes the call, if it belongs to the same account.
enum Ends : unsigned {
    kNothing = 0,
    kThisSession = 1,
    kOtherSessions = 2,
    kLinks = 4,
    kTotp = 8,  // the authenticator app and its recovery codes
    kPasskeys = 16,
    // Proofs are sealed over the account's factors, so that each call that changes one ends them.
    kProofs = 32,
    kSessions = kThisSession | kOtherSessions,
};

struct AccountRule {
    AccountCall call;
    std::string_view recorded;  // in the audit log; empty: leaves no entry
    Credential asks_for;
    Permission needs;
    unsigned states;  // bits, 1 << AccountState
    unsigned ends;    // of Ends
    // The call must not remove the last second factor of a user whose role requires one.
    bool keeps_a_factor = false;

    bool allows(AccountState state) const { return (states >> static_cast<unsigned>(state) & 1U) != 0; }
    bool ends_any(unsigned what) const { return (ends & what) != 0; }
};

std::span<const AccountRule> account_rules();  // in the order of AccountCall, each once
const AccountRule& rule_of(AccountCall call);

}  // namespace warraq::desk
