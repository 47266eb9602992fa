#include "desk/auth/account_auth.h"

namespace warraq::desk {

AccountAuth::AccountAuth(store::Store& store, const crypto::Key& key,
                         const std::shared_ptr<serve::SharedLimits>& limits, Passwords::Words newsroom,
                         AccountPolicy::FactorDemand must_have_second_factor)
    : policy(std::move(must_have_second_factor)),
      attempts(store, limits),
      sessions(store, key, policy),
      proofs(key, policy),
      second_factors(store, key, policy, proofs),
      passwords(store, policy, attempts, sessions, proofs, second_factors, std::move(newsroom)),
      passkeys(store, key, policy, attempts, sessions, proofs),
      links(store, policy, attempts, sessions, passwords) {}

}  // namespace warraq::desk
