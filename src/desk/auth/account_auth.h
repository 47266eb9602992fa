// How people come in: sessions, passwords, second factors, passkeys, one-time links. Knows no HTTP.
//
//     AccountAuth auth(store, key);
//     const auto entry = auth.passwords.sign_in({login, password, code, address, browser}, now());
//     const auto visitor = auth.sessions.visitor(entry.token, now());             // at each call
//     const auto proof = auth.passwords.prove(*visitor, {password, code, address}, now());
//     auth.second_factors.drop(auth.proofs.proven(*visitor, proof, now()));
//
// What each call asks for and what ends with it is account_rules.h; it is looked at again in the transaction
// that carries the call out. All but Sessions::visitor() throw a Problem for what the person who called can
// mend. Thread-safe.
#pragma once

#include <memory>

#include "base/crypto.h"
#include "desk/auth/account_policy.h"
#include "desk/auth/attempts.h"
#include "desk/auth/links.h"
#include "desk/auth/passkey_auth.h"
#include "desk/auth/passwords.h"
#include "desk/auth/proofs.h"
#include "desk/auth/second_factors.h"
#include "desk/auth/sessions.h"
#include "store/store.h"

namespace warraq::desk {

struct AccountAuth {
    // `limits`: shared by all nodes; nullptr where there is one.
    AccountAuth(store::Store& store, const crypto::Key& key,
                const std::shared_ptr<serve::SharedLimits>& limits = {}, Passwords::Words newsroom = {},
                AccountPolicy::FactorDemand must_have_second_factor = {});
    AccountAuth(const AccountAuth&) = delete;  // its parts refer to each other
    AccountAuth& operator=(const AccountAuth&) = delete;

    const AccountPolicy policy;
    Attempts attempts;
    Sessions sessions;
    const Proofs proofs;
    SecondFactors second_factors;
    Passwords passwords;
    PasskeyAuth passkeys;
    Links links;
};

}  // namespace warraq::desk
