#include "desk/auth/second_factors.h"

#include "base/ascii.h"
#include "desk/auth/account_changes.h"
#include "desk/auth/token_hash.h"
#include "desk/auth/totp.h"
#include "desk/transact.h"

namespace warraq::desk {

using store::Writer;
using story::User;

namespace {

constexpr int kRecoveryCodes = 10;

// "k3fw2ap-…": 28 letters of five bits each, so that a plain hash of one is enough.
std::vector<std::string> new_recovery_codes() {
    constexpr std::size_t kGroups = 4, kGroup = 7;
    std::vector<std::string> codes;
    for (int i = 0; i < kRecoveryCodes; ++i) {
        const std::string letters = ascii::lower(totp::new_secret());
        std::string code;
        for (std::size_t group = 0; group < kGroups; ++group)
            code += (group ? "-" : "") + letters.substr(group * kGroup, kGroup);
        codes.push_back(std::move(code));
    }
    return codes;
}

}  // namespace

SecondFactors::SecondFactors(store::Store& store, const crypto::Key& key, const AccountPolicy& policy,
                             const Proofs& proofs)
    : store_(store), policy_(policy), proofs_(proofs), key_(crypto::derived_key(key, "desk: totp")) {}

SecondFactors::Proposal SecondFactors::propose(const Visitor& visitor, std::string_view publication) const {
    const std::string secret = totp::new_secret();
    return {secret, totp::address(secret, publication, visitor.user.login)};
}

std::vector<std::string> SecondFactors::accept(const Proven& owner, const std::string& secret,
                                               const std::string& code, Instant now) {
    const User& user = owner.user();
    if (!totp::is_secret(secret))
        throw Problem(422, "invalid", "secret: is not as long as those that are proposed");
    const auto step = totp::step_of(secret, code, now);
    if (!step) throw Problem(422, "wrong_code", "the code is wrong, or was used already");
    const auto codes = new_recovery_codes();
    std::vector<std::string> hashes;
    hashes.reserve(codes.size());
    for (const std::string& one : codes) hashes.push_back(token_hash(one));
    transact(store_, [&](Writer& writer) {
        constexpr auto kCall = AccountCall::EnrolTotp;
        const User present = proofs_.still_owner(writer, kCall, owner.visitor());
        end_what_ends(writer, kCall, user.id, owner.visitor().session);
        value_or_throw(writer.set_totp(user.id, crypto::seal(secret, key_), hashes));
        value_or_throw(writer.take_totp_step(user.id, *step));
        value_or_throw(writer.record(user.id, rule_of(kCall).recorded, user.login,
                                     present.has_totp ? "in place of another" : ""));
    });
    return codes;
}

void SecondFactors::drop(const Proven& owner) {
    transact(store_, [&](Writer& writer) {
        constexpr auto kCall = AccountCall::DropTotp;
        User user = proofs_.still_owner(writer, kCall, owner.visitor());
        if (!user.has_totp) throw Problem(404, "not_found", "there is no such second factor");
        user.has_totp = false;
        policy_.check_keeps_a_factor(kCall, user);
        end_what_ends(writer, kCall, user.id, owner.visitor().session);
        value_or_throw(writer.record(user.id, rule_of(kCall).recorded, user.login, ""));
    });
}

std::string SecondFactors::secret_of(const store::Credentials& known) const {
    std::string secret;
    if (!crypto::unseal(known.totp, key_, secret))
        throw Problem(503, "unavailable", "the second factor cannot be read: was secret.key replaced?");
    return secret;
}

bool SecondFactors::take_code(Writer& writer, story::UserId user, const std::string& secret,
                              const std::string& code, Instant now) {
    const auto step = totp::step_of(secret, code, now);
    return value_or_throw(step ? writer.take_totp_step(user, *step)
                               : writer.take_recovery_code(user, token_hash(code)));
}

}  // namespace warraq::desk
