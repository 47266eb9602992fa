// AccountAuth, as far as passkeys open them: the challenges that devices sign, and what they made of them.
#include <fmt/format.h>

#include "base/number.h"
#include "desk/auth/account_auth.h"
#include "desk/transact.h"

namespace warraq::desk {

using store::Writer;
using story::User;

namespace {

// Of this session alone, until a factor of the account is changed.
std::string purpose_of(std::string_view what, const Visitor& visitor) {
    return fmt::format("{} {} {} {}", what, visitor.user.id.value, visitor.session, visitor.factors);
}

Problem unknown_passkey(int status) {
    return {status, "unknown_passkey", "no one here comes in by this passkey"};
}

}  // namespace

std::string AccountAuth::new_challenge(std::string_view purpose, Instant now) const {
    const auto said = fmt::format("{}.{}.{}", purpose, to_unix(now + kChallengeLife), crypto::new_token());
    return said + "." + crypto::keyed_hash(said, passkey_key_, 32);
}

void AccountAuth::take_challenge(const std::string& challenge, std::string_view purpose, Instant now) {
    const Problem over(422, "challenge_over", "the request is too old, or was answered already; try again");
    const auto seal = challenge.rfind('.');
    if (seal == challenge.npos) throw over;
    const std::string_view said = std::string_view(challenge).substr(0, seal);
    if (!crypto::equal(crypto::keyed_hash(said, passkey_key_, 32),
                       std::string_view(challenge).substr(seal + 1)))
        throw over;
    const auto first = said.find('.'), second = said.find('.', first + 1);
    const auto until = number_from(said.substr(first + 1, second - first - 1));
    if (said.substr(0, first) != purpose || !until || from_unix(*until) <= now) throw over;
    {
        const std::scoped_lock lock(used_mutex_);
        std::erase_if(used_challenges_, [&](const auto& used) { return used.second <= now; });
        if (!used_challenges_.emplace(challenge, from_unix(*until)).second) throw over;
    }
    (void)store_.broadcast(kUsedChallenges, challenge);
}

std::string AccountAuth::entry_challenge(Instant now) const {
    return new_challenge("enter", now);
}

std::string AccountAuth::proof_challenge(const Visitor& visitor, Instant now) const {
    return new_challenge(purpose_of("prove", visitor), now);
}

std::string AccountAuth::new_passkey_challenge(const Proven& owner, Instant now) const {
    if (value_or_throw(value_or_throw(store_.snapshot())->passkeys_of(owner.user().id)).size() >=
        kMostPasskeys)
        throw Problem(409, "too_many", "no more passkeys fit; remove one first");
    return new_challenge(purpose_of("make", owner.visitor()), now);
}

std::string AccountAuth::passkey_owner(const User& user) const {
    return crypto::keyed_hash(fmt::format("owner {}", user.id.value), passkey_key_, 32);
}

store::Passkey AccountAuth::add_passkey(const Visitor& visitor, const MadePasskey& made,
                                        const passkeys::Site& site, Instant now) {
    take_challenge(passkeys::challenge_in(made.client_data, passkeys::kMade, site),
                   purpose_of("make", visitor), now);
    const auto key = passkeys::read_new(made.authenticator_data, site);
    store::Passkey passkey{0,
                           visitor.user.id,
                           crypto::base64url(key.credential),
                           crypto::base64url(key.key),
                           key.algorithm,
                           key.uses,
                           made.name,
                           now,
                           now};
    transact(store_, [&](Writer& writer) {
        constexpr auto kCall = AccountCall::AddPasskey;
        still_owner(writer, kCall, visitor);
        passkey.id = value_or_throw(writer.add_passkey(passkey));
        end_what_ends(writer, kCall, visitor.user.id, visitor.session);
        value_or_throw(
            writer.record(visitor.user.id, rule_of(kCall).recorded, visitor.user.login, made.name));
    });
    return passkey;
}

void AccountAuth::drop_passkey(const Proven& owner, std::int64_t id) {
    transact(store_, [&](Writer& writer) {
        constexpr auto kCall = AccountCall::DropPasskey;
        User user = still_owner(writer, kCall, owner.visitor());
        value_or_throw(writer.drop_passkey(user.id, id));
        user.has_passkey = !value_or_throw(writer.passkeys_of(user.id)).empty();
        check_keeps_a_factor(kCall, user);
        end_what_ends(writer, kCall, user.id, owner.visitor().session);
        value_or_throw(writer.record(user.id, rule_of(kCall).recorded, user.login, ""));
    });
}

AccountAuth::UsedPasskey AccountAuth::check_passkey(const Asked& asked, const Visitor* visitor,
                                                    const PasskeyAttempt& attempt, const passkeys::Site& site,
                                                    Instant now) {
    if (!by_address_.allow(attempt.address, std::chrono::steady_clock::now()))
        refuse_throttled(asked, attempt.address, {});
    take_challenge(passkeys::challenge_in(attempt.client_data, passkeys::kUsed, site),
                   visitor ? purpose_of("prove", *visitor) : "enter", now);
    auto snapshot = value_or_throw(store_.snapshot());
    const auto known = value_or_throw(snapshot->passkey(attempt.credential));
    auto user = known ? value_or_throw(snapshot->user(known->user)) : std::nullopt;
    snapshot.reset();
    const auto call = visitor ? AccountCall::ProveByPasskey : AccountCall::SignInByPasskey;
    if (!allows(call, user) || (visitor && user->id != visitor->user.id)) {
        const auto who = visitor ? visitor->user.id : user ? user->id : story::UserId{};
        note_refusal(asked, who, "by a passkey that is not known");
        throw unknown_passkey(asked.status);
    }
    passkeys::Key key{.algorithm = known->algorithm};
    if (!crypto::from_base64url(known->key, key.key))
        throw Problem(503, "unavailable", "a stored passkey cannot be read");
    try {
        const auto uses =
            passkeys::check(key, attempt.client_data, attempt.authenticator_data, attempt.signature, site);
        return {std::move(*user), known->id, uses};
    } catch (const Problem&) {
        note_refusal(asked, user->id, "by passkey");
        throw;
    }
}

void AccountAuth::refuse_copied(const Asked& asked, const UsedPasskey& used) {
    note_refusal(asked, used.user.id, "by passkey");
    throw Problem(asked.status, "copied_passkey",
                  "the passkey was used elsewhere since: it may have been copied");
}

Entry AccountAuth::sign_in(const PasskeyAttempt& attempt, const passkeys::Site& site, Instant now) {
    constexpr auto kCall = AccountCall::SignInByPasskey;
    const auto used = check_passkey(kEntry, nullptr, attempt, site, now);
    auto entry = transact(store_, [&](Writer& writer) -> std::optional<Entry> {
        const auto present = value_or_throw(writer.user(used.user.id));
        if (!allows(kCall, present)) throw unknown_passkey(kEntry.status);
        if (!value_or_throw(writer.take_passkey_use(used.passkey, used.uses, now))) return std::nullopt;
        value_or_throw(writer.record(used.user.id, rule_of(kCall).recorded, "", "by passkey"));
        return begin_session(writer, *present, attempt.browser, now, By::Passkey);
    });
    if (!entry) refuse_copied(kEntry, used);
    return std::move(*entry);
}

std::string AccountAuth::prove(const Visitor& visitor, const PasskeyAttempt& attempt,
                               const passkeys::Site& site, Instant now) {
    const auto used = check_passkey(kProof, &visitor, attempt, site, now);
    if (!transact(store_, [&](Writer& writer) {
            return value_or_throw(writer.take_passkey_use(used.passkey, used.uses, now));
        }))
        refuse_copied(kProof, used);
    return new_proof(visitor, now);
}

}  // namespace warraq::desk
