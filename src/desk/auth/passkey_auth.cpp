#include "desk/auth/passkey_auth.h"

#include <fmt/format.h>

#include "base/number.h"
#include "desk/auth/account_changes.h"
#include "desk/transact.h"

namespace warraq::desk {

using store::Writer;
using story::User;

namespace {

constexpr const char* kUsedChallenges = "challenges";  // as nodes tell each other

// Of this session alone, until a factor of the account is changed.
std::string purpose_of(std::string_view what, const Visitor& visitor) {
    return fmt::format("{} {} {} {}", what, visitor.user.id.value, visitor.session, visitor.factors);
}

Problem unknown_passkey(int status) {
    return {status, "unknown_passkey", "no one here comes in by this passkey"};
}

}  // namespace

PasskeyAuth::PasskeyAuth(store::Store& store, const crypto::Key& key, const AccountPolicy& policy,
                         Attempts& attempts, const Sessions& sessions, const Proofs& proofs)
    : store_(store),
      policy_(policy),
      attempts_(attempts),
      sessions_(sessions),
      proofs_(proofs),
      key_(crypto::derived_key(key, "desk: passkeys")) {
    store_.subscribe(kUsedChallenges, [this](std::string_view challenge) {
        const std::scoped_lock lock(used_mutex_);
        used_challenges_.emplace(challenge, now() + kChallengeLife);
    });
}

PasskeyAuth::~PasskeyAuth() {
    store_.subscribe(kUsedChallenges, {});
}

std::string PasskeyAuth::new_challenge(std::string_view purpose, Instant now) const {
    const auto said = fmt::format("{}.{}.{}", purpose, to_unix(now + kChallengeLife), crypto::new_token());
    return said + "." + crypto::keyed_hash(said, key_, 32);
}

void PasskeyAuth::take_challenge(const std::string& challenge, std::string_view purpose, Instant now) {
    const Problem over(422, "challenge_over", "the request is too old, or was answered already; try again");
    const auto seal = challenge.rfind('.');
    if (seal == challenge.npos) throw over;
    const std::string_view said = std::string_view(challenge).substr(0, seal);
    if (!crypto::equal(crypto::keyed_hash(said, key_, 32), std::string_view(challenge).substr(seal + 1)))
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

std::string PasskeyAuth::entry_challenge(Instant now) const {
    return new_challenge("enter", now);
}

std::string PasskeyAuth::proof_challenge(const Visitor& visitor, Instant now) const {
    return new_challenge(purpose_of("prove", visitor), now);
}

std::string PasskeyAuth::new_passkey_challenge(const Proven& owner, Instant now) const {
    if (value_or_throw(value_or_throw(store_.snapshot())->passkeys_of(owner.user().id)).size() >=
        kMostPasskeys)
        throw Problem(409, "too_many", "no more passkeys fit; remove one first");
    return new_challenge(purpose_of("make", owner.visitor()), now);
}

std::string PasskeyAuth::owner_handle(const User& user) const {
    return crypto::keyed_hash(fmt::format("owner {}", user.id.value), key_, 32);
}

store::Passkey PasskeyAuth::add(const Visitor& visitor, const MadePasskey& made, const passkeys::Site& site,
                                Instant now) {
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
        proofs_.still_owner(writer, kCall, visitor);
        passkey.id = value_or_throw(writer.add_passkey(passkey));
        end_what_ends(writer, kCall, visitor.user.id, visitor.session);
        value_or_throw(
            writer.record(visitor.user.id, rule_of(kCall).recorded, visitor.user.login, made.name));
    });
    return passkey;
}

void PasskeyAuth::drop(const Proven& owner, std::int64_t id) {
    transact(store_, [&](Writer& writer) {
        constexpr auto kCall = AccountCall::DropPasskey;
        User user = proofs_.still_owner(writer, kCall, owner.visitor());
        value_or_throw(writer.drop_passkey(user.id, id));
        user.has_passkey = !value_or_throw(writer.passkeys_of(user.id)).empty();
        policy_.check_keeps_a_factor(kCall, user);
        end_what_ends(writer, kCall, user.id, owner.visitor().session);
        value_or_throw(writer.record(user.id, rule_of(kCall).recorded, user.login, ""));
    });
}

PasskeyAuth::UsedPasskey PasskeyAuth::check_passkey(const AttemptKind& kind, const Visitor* visitor,
                                                    const Attempt& attempt, const passkeys::Site& site,
                                                    Instant now) {
    attempts_.check_address(kind, attempt.address);
    take_challenge(passkeys::challenge_in(attempt.client_data, passkeys::kUsed, site),
                   visitor ? purpose_of("prove", *visitor) : "enter", now);
    auto snapshot = value_or_throw(store_.snapshot());
    const auto known = value_or_throw(snapshot->passkey(attempt.credential));
    auto user = known ? value_or_throw(snapshot->user(known->user)) : std::nullopt;
    snapshot.reset();
    const auto call = visitor ? AccountCall::ProveByPasskey : AccountCall::SignInByPasskey;
    if (!policy_.allows(call, user) || (visitor && user->id != visitor->user.id)) {
        const auto who = visitor ? visitor->user.id : user ? user->id : story::UserId{};
        attempts_.record(kind, who, "by a passkey that is not known");
        throw unknown_passkey(kind.status);
    }
    passkeys::Key key{.algorithm = known->algorithm};
    if (!crypto::from_base64url(known->key, key.key))
        throw Problem(503, "unavailable", "a stored passkey cannot be read");
    try {
        const auto uses =
            passkeys::check(key, attempt.client_data, attempt.authenticator_data, attempt.signature, site);
        return {std::move(*user), known->id, uses};
    } catch (const Problem&) {
        attempts_.record(kind, user->id, "by passkey");
        throw;
    }
}

void PasskeyAuth::refuse_copied(const AttemptKind& kind, const UsedPasskey& used) {
    attempts_.record(kind, used.user.id, "by passkey");
    throw Problem(kind.status, "copied_passkey",
                  "the passkey was used elsewhere since: it may have been copied");
}

Entry PasskeyAuth::sign_in(const Attempt& attempt, const passkeys::Site& site, Instant now) {
    constexpr auto kCall = AccountCall::SignInByPasskey;
    const auto used = check_passkey(kEntryAttempt, nullptr, attempt, site, now);
    auto entry = transact(store_, [&](Writer& writer) -> std::optional<Entry> {
        const auto present = value_or_throw(writer.user(used.user.id));
        if (!policy_.allows(kCall, present)) throw unknown_passkey(kEntryAttempt.status);
        if (!value_or_throw(writer.take_passkey_use(used.passkey, used.uses, now))) return std::nullopt;
        value_or_throw(writer.record(used.user.id, rule_of(kCall).recorded, "", "by passkey"));
        return sessions_.begin(writer, *present, attempt.browser, now, SignedInBy::Passkey);
    });
    if (!entry) refuse_copied(kEntryAttempt, used);
    return std::move(*entry);
}

std::string PasskeyAuth::prove(const Visitor& visitor, const Attempt& attempt, const passkeys::Site& site,
                               Instant now) {
    const auto used = check_passkey(kProofAttempt, &visitor, attempt, site, now);
    if (!transact(store_, [&](Writer& writer) {
            return value_or_throw(writer.take_passkey_use(used.passkey, used.uses, now));
        }))
        refuse_copied(kProofAttempt, used);
    return proofs_.make(visitor, now);
}

}  // namespace warraq::desk
