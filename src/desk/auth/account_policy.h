// Whether a call is allowed in the state that its account is in (account_rules.h), under the newsroom's
// demand for second factors. Thread-safe.
#pragma once

#include <functional>
#include <optional>

#include "desk/auth/account_rules.h"
#include "store/store.h"

namespace warraq::desk {

class AccountPolicy {
  public:
    // Whether users of a role must come in with a second factor; empty: of no role.
    using FactorDemand = std::function<bool(story::Role)>;
    explicit AccountPolicy(FactorDemand must_have_second_factor);

    bool allows(AccountCall call, const std::optional<story::User>& user) const;

    // The account that a call is about, read within the call's transaction: what was read before may be over.
    // Problem 404 where there is none, 409 `account_state` where its state does not allow the call.
    story::User allowed_user(store::Reader& reader, AccountCall call, story::UserId id) const;

    // `left`: the account as the call would leave it. Problem 403 `second_factor_needed` where the call must
    // not take the last second factor, and did.
    void check_keeps_a_factor(AccountCall call, const story::User& left) const;

  private:
    const FactorDemand must_have_second_factor_;
};

}  // namespace warraq::desk
