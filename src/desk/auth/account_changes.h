// One call of account_rules.h within the transaction that carries it out:
//
//     const auto user = policy.allowed_user(writer, AccountCall::Disable, id);    // or a Problem
//     …                                                                           // what the call is about
//     end_what_ends(writer, AccountCall::Disable, user.id, 0);
//
// Throws Problems.
#pragma once

#include <string>

#include "desk/auth/account_rules.h"
#include "desk/problem.h"
#include "store/store.h"

namespace warraq::desk {

// How the account is entered, in a text that is another one after each change of its password, app or
// passkeys. Says nothing of them.
std::string factors_of(store::Reader& reader, const story::User& user);

// `session`: of the call, where the account at hand is its own; 0 where it is another's.
void end_what_ends(store::Writer& writer, AccountCall call, story::UserId user, std::int64_t session);

}  // namespace warraq::desk
