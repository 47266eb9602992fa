#include "desk/auth/account_rules.h"

namespace warraq::desk {
namespace {

constexpr unsigned bit(AccountState state) {
    return 1U << static_cast<unsigned>(state);
}
constexpr unsigned kAbsent = bit(AccountState::Absent), kInvited = bit(AccountState::Invited),
                   kActive = bit(AccountState::Active), kDisabled = bit(AccountState::Disabled),
                   kIn = kActive | bit(AccountState::MustEnrol),  // may have sessions
    kPresent = kInvited | kIn | kDisabled;

using enum AccountCall;
using enum Credential;
constexpr auto kNone = Permission::None, kOwn = Permission::Account, kUsers = Permission::ManageUsers;
constexpr bool kKeepsAFactor = true;

constexpr AccountRule kRules[] = {
    {SignIn, "sign_in", Secrets, kNone, kIn, kNothing},
    {SignInByPasskey, "sign_in", Secrets, kNone, kActive, kNothing},
    {SignOut, "sign_out", Session, kOwn, kIn, kThisSession},
    // Of no account, or of an author who was moved in with the stories and could not come in until now.
    {UseFirstLink, "password_set", Link, kNone, kAbsent | kInvited, kSessions | kLinks | kProofs},
    {UseLink, "password_set", Link, kNone, kInvited | kIn, kSessions | kLinks | kProofs},
    // Not for who has a link already: a stranger would end an invitation by asking.
    {AskReset, "password_link", Nothing, kNone, kIn, kNothing},

    {Prove, "", Session, kOwn, kIn, kNothing},
    {ProveByPasskey, "", Session, kOwn, kActive, kNothing},
    {EndSession, "session_ended", Proof, kOwn, kIn, kNothing},  // the one that is named
    // This session goes on under a new token.
    {ChangePassword, "password_set", Proof, kOwn, kIn, kSessions | kLinks | kProofs},
    {ProposeTotp, "", Session, kOwn, kIn, kNothing},
    {EnrolTotp, "second_factor_on", Proof, kOwn, kIn, kOtherSessions | kLinks | kTotp | kProofs},
    {DropTotp, "second_factor_off", Proof, kOwn, kActive, kOtherSessions | kLinks | kTotp | kProofs,
     kKeepsAFactor},
    {BeginPasskey, "", Proof, kOwn, kIn, kNothing},
    {AddPasskey, "passkey_added", Challenge, kOwn, kIn, kLinks | kProofs},
    {DropPasskey, "passkey_dropped", Proof, kOwn, kActive, kOtherSessions | kLinks | kProofs, kKeepsAFactor},

    {Invite, "user_added", Proof, kUsers, kAbsent, kNothing},
    {Rename, "user_changed", Proof, kUsers, kPresent, kNothing},
    // Other powers begin with a new session, and by no link that was made for the former ones.
    {ChangeRole, "user_changed", Proof, kUsers, kPresent, kSessions | kLinks},
    {Disable, "user_changed", Proof, kUsers, kInvited | kIn, kSessions | kLinks},
    {Enable, "user_changed", Proof, kUsers, kDisabled, kNothing},
    // For who lost their phone and their codes; who has the phone now is out.
    {DropFactors, "user_changed", Proof, kUsers, kPresent, kSessions | kLinks | kTotp | kPasskeys | kProofs},
    {MakeLink, "password_link", Proof, kUsers, kInvited | kIn, kLinks},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < std::size(kRules); ++i)
        if (static_cast<std::size_t>(kRules[i].call) != i) return false;
    return std::size(kRules) == static_cast<std::size_t>(MakeLink) + 1;
}
static_assert(in_order(), "each call has its rule, at its place");

}  // namespace

AccountState state_of(const std::optional<story::User>& user, bool must_have_second_factor) {
    if (!user) return AccountState::Absent;
    if (user->disabled) return AccountState::Disabled;
    if (!user->has_password) return AccountState::Invited;
    const bool lacks = must_have_second_factor && !user->has_totp && !user->has_passkey;
    return lacks ? AccountState::MustEnrol : AccountState::Active;
}

Opens what_opens(const std::optional<story::User>& user, bool must_have_second_factor, bool by_passkey) {
    switch (state_of(user, must_have_second_factor)) {
        case AccountState::Active:
            return must_have_second_factor && !user->has_totp && !by_passkey ? Opens::OwnAccount
                                                                             : Opens::AllOfTheRole;
        case AccountState::MustEnrol: return Opens::OwnAccount;
        case AccountState::Absent:
        case AccountState::Invited:
        case AccountState::Disabled: break;
    }
    return Opens::Nothing;
}

std::span<const AccountRule> account_rules() {
    return kRules;
}

const AccountRule& rule_of(AccountCall call) {
    return kRules[static_cast<std::size_t>(call)];
}

}  // namespace warraq::desk
