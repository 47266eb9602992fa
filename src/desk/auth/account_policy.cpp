#include "desk/auth/account_policy.h"

#include "desk/problem.h"

namespace warraq::desk {

using story::User;

AccountPolicy::AccountPolicy(FactorDemand must_have_second_factor)
    : must_have_second_factor_(must_have_second_factor ? std::move(must_have_second_factor)
                                                       : [](story::Role) { return false; }) {}

bool AccountPolicy::allows(AccountCall call, const std::optional<User>& user) const {
    return rule_of(call).allows(state_of(user, user && must_have_second_factor_(user->role)));
}

User AccountPolicy::allowed_user(store::Reader& reader, AccountCall call, story::UserId id) const {
    auto user = value_or_throw(reader.user(id), "user");
    if (!allows(call, user)) throw Problem(409, "account_state", "the account is not in a state for this");
    return user;
}

void AccountPolicy::check_keeps_a_factor(AccountCall call, const User& left) const {
    if (rule_of(call).keeps_a_factor &&
        state_of(left, must_have_second_factor_(left.role)) == AccountState::MustEnrol)
        throw Problem(403, "second_factor_needed", "your role comes in with a second factor only");
}

}  // namespace warraq::desk
