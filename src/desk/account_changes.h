// One call of account_rules.h within the transaction that carries it out:
//
//     const auto user = allowed_user(writer, AccountCall::MakeLink, id, must);    // or a Problem
//     …                                                                  // what the call is about
//     end_what_ends(writer, AccountCall::MakeLink, user.id, 0);
//
// The state is looked at where nothing can change it any more: what was read before the transaction may be
// over. Throws Problems.
#pragma once

#include <functional>
#include <string>

#include "desk/account_rules.h"
#include "desk/problem.h"
#include "store/store.h"

namespace warraq::desk {

// Which roles come in with a second factor only.
using FactorDemand = std::function<bool(story::Role)>;

// Where the state does not allow the call: Problem 409 `account_state`.
story::User allowed_user(store::Reader& reader, AccountCall call, story::UserId id,
                         const FactorDemand& must_have_second_factor);

// How the account is entered, in a text that is another one after each change of its password, app or
// passkeys. Says nothing of them.
std::string factors_of(store::Reader& reader, const story::User& user);

// `session`: of the call, where the account at hand is its own; 0 where it is another's.
void end_what_ends(store::Writer& writer, AccountCall call, story::UserId user, std::int64_t session);

}  // namespace warraq::desk
