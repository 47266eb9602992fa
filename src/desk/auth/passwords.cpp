#include "desk/auth/passwords.h"

#include "desk/auth/account_changes.h"
#include "desk/auth/password_rules.h"
#include "desk/transact.h"

namespace warraq::desk {

using store::Writer;
using story::User;

namespace {

// Of a password that was thrown away, at the cost of everyone's: an unknown login takes as long as a wrong
// password.
constexpr std::string_view kNobodysPassword =
    "$argon2id$v=19$m=65536,t=2,p=1$ET7QpqL1jPPs9hA9gRE5fA$TnnN8KgdCsgjRQAPmGle9+h+dQ8Ny00sgLaQfKa5y4Y";

Problem wrong_login() {
    return {401, "wrong_login", "the login or the password is wrong"};
}

}  // namespace

Passwords::Passwords(store::Store& store, const AccountPolicy& policy, Attempts& attempts,
                     const Sessions& sessions, const Proofs& proofs, const SecondFactors& second_factors,
                     Words newsroom)
    : store_(store),
      policy_(policy),
      attempts_(attempts),
      sessions_(sessions),
      proofs_(proofs),
      second_factors_(second_factors),
      newsroom_(std::move(newsroom)) {}

std::string Passwords::new_hash(const std::string& password, const User& user) const {
    std::vector<std::string> words{user.login, user.name};
    if (newsroom_)
        for (std::string& word : newsroom_()) words.push_back(std::move(word));
    check_new_password(password, words);
    return crypto::password_hash(password);
}

Entry Passwords::sign_in(const Attempt& attempt, Instant now) {
    const auto login = story::login_of(attempt.login);
    attempts_.check_address(kEntryAttempt, attempt.address);
    if (login) attempts_.check_login(kEntryAttempt, *login, attempt.address);
    auto snapshot = value_or_throw(store_.snapshot());
    const auto user = login ? value_or_throw(snapshot->user(std::string_view(*login))) : std::nullopt;
    const auto known = user ? value_or_throw(snapshot->credentials(user->id)) : store::Credentials{};
    const auto factors = user ? factors_of(*snapshot, *user) : std::string();
    snapshot.reset();  // not held while the password is worked on
    const bool has_password = !known.password.empty();
    const bool right =
        attempt.password.size() <= kLongestPassword &&
        crypto::password_matches(has_password ? std::string_view(known.password) : kNobodysPassword,
                                 attempt.password);
    if (!right || !has_password || !policy_.allows(AccountCall::SignIn, user)) {
        attempts_.record(kEntryAttempt, user ? user->id : story::UserId{}, "");
        throw wrong_login();
    }
    std::string secret;
    if (user->has_totp) {
        if (attempt.code.empty()) {
            // Whoever knows the password alone leaves a trace too.
            transact(store_,
                     [&](Writer& writer) { value_or_throw(writer.record(user->id, kCodeAsked, "", "")); });
            throw Problem(kEntryAttempt.status, "code_needed", "the code of the second factor is needed");
        }
        secret = second_factors_.secret_of(known);
    }
    auto entry = transact(store_, [&](Writer& writer) -> std::optional<Entry> {
        // Changed or shut while the password was worked on: what was right is so no longer.
        const auto present = value_or_throw(writer.user(user->id));
        if (!policy_.allows(AccountCall::SignIn, present) || factors_of(writer, *present) != factors)
            throw wrong_login();
        if (user->has_totp && !SecondFactors::take_code(writer, user->id, secret, attempt.code, now))
            return std::nullopt;
        value_or_throw(writer.record(user->id, rule_of(AccountCall::SignIn).recorded, "", ""));
        return sessions_.begin(writer, *present, attempt.browser, now, SignedInBy::Password);
    });
    if (!entry) attempts_.refuse_code(kEntryAttempt, user->id);
    return std::move(*entry);
}

std::string Passwords::prove(const Visitor& visitor, const Proof& proof, Instant now) {
    const User& user = visitor.user;
    attempts_.check_address(kProofAttempt, proof.address);
    attempts_.check_session(kProofAttempt, visitor.session, user.login, proof.address);
    const auto known = value_or_throw(value_or_throw(store_.snapshot())->credentials(user.id));
    if (proof.password.size() > kLongestPassword ||
        !crypto::password_matches(known.password, proof.password)) {
        attempts_.record(kProofAttempt, user.id, "");
        throw Problem(kProofAttempt.status, "wrong_password", "the password is wrong");
    }
    if (!known.totp.empty()) {
        if (proof.code.empty()) {
            attempts_.record(kProofAttempt, user.id, "no code");
            throw Problem(kProofAttempt.status, "code_needed", "the code of the second factor is needed");
        }
        const auto secret = second_factors_.secret_of(known);
        if (!transact(store_, [&](Writer& writer) {
                return SecondFactors::take_code(writer, user.id, secret, proof.code, now);
            }))
            attempts_.refuse_code(kProofAttempt, user.id);
    } else if (user.has_passkey) {
        attempts_.record(kProofAttempt, user.id, "no passkey");
        throw Problem(kProofAttempt.status, "passkey_needed",
                      "the account has passkeys, so its password alone does not do: use one of them");
    }
    return proofs_.make(visitor, now);
}

Entry Passwords::change(const Proven& owner, const std::string& next, const std::string& browser,
                        Instant now) {
    const User& user = owner.user();
    const std::string password = new_hash(next, user);
    return transact(store_, [&](Writer& writer) {
        constexpr auto kCall = AccountCall::ChangePassword;
        const User present = proofs_.still_owner(writer, kCall, owner.visitor());
        value_or_throw(writer.set_password(user.id, password));
        end_what_ends(writer, kCall, user.id, owner.visitor().session);
        value_or_throw(writer.record(user.id, rule_of(kCall).recorded, user.login, ""));
        return sessions_.begin(writer, present, browser, now,
                               owner.visitor().by_passkey ? SignedInBy::Passkey : SignedInBy::Password);
    });
}

}  // namespace warraq::desk
