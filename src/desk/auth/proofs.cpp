#include "desk/auth/proofs.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/number.h"
#include "desk/auth/account_changes.h"
#include "desk/problem.h"

namespace warraq::desk {
namespace {

Problem proof_needed() {
    return {403, "proof_needed", "show first that the account is yours"};
}

}  // namespace

Proofs::Proofs(const crypto::Key& key, const AccountPolicy& policy)
    : policy_(policy), key_(crypto::derived_key(key, "desk: proofs")) {}

// Bound to the session by its CSRF token, which no other session has, and to the factors that the visitor had
// when they proved: if one was changed meanwhile, the proof was of others.
std::string Proofs::seal(const Visitor& visitor, std::string_view until) const {
    return crypto::keyed_hash(fmt::format("{}.{}.{}", visitor.csrf_token, visitor.factors, until), key_, 32);
}

std::string Proofs::make(const Visitor& visitor, Instant now) const {
    const auto until = std::to_string(to_unix(now + kProofLife));
    return until + "." + seal(visitor, until);
}

Proven Proofs::proven(const Visitor& visitor, std::string_view proof, Instant now) const {
    const auto dot = std::min(proof.find('.'), proof.size());
    const auto until = number_from(proof.substr(0, dot));
    if (!until || from_unix(*until) <= now ||
        !crypto::equal(seal(visitor, proof.substr(0, dot)), proof.substr(std::min(dot + 1, proof.size()))))
        throw proof_needed();
    return Proven(visitor);
}

void Proofs::check_still(store::Reader& reader, const Visitor& visitor) {
    const auto user = value_or_throw(reader.user(visitor.user.id));
    const auto sessions = value_or_throw(reader.sessions_of(visitor.user.id));
    if (!user || std::ranges::find(sessions, visitor.session, &store::Session::id) == sessions.end() ||
        factors_of(reader, *user) != visitor.factors)
        throw proof_needed();
}

story::User Proofs::still_owner(store::Reader& reader, AccountCall call, const Visitor& visitor) const {
    check_still(reader, visitor);
    return policy_.allowed_user(reader, call, visitor.user.id);
}

}  // namespace warraq::desk
