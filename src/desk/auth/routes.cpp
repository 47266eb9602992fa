// The routes of accounts. What one needs is what account_rules.h says of its calls.
#include "desk/routes.h"

#include "desk/auth/calls.h"

namespace warraq::desk {
namespace {

using serve::Method;
using enum AccountCall;

constexpr bool kHeavy = true;

Route account(Method method, std::string_view pattern, std::vector<AccountCall> calls,
              serve::Reply (*answer)(const Call&), bool heavy = false) {
    const AccountRule& rule = rule_of(calls.front());
    Route route{method, pattern, rule.needs, answer};
    route.heavy = heavy;
    route.takes_proof = rule.asks_for == Credential::Proof;
    route.calls = std::move(calls);
    return route;
}

}  // namespace

std::vector<Route> auth_routes() {
    return {
        {Method::Get, "/desk/api/session", Permission::None, show_session},
        account(Method::Post, "/desk/api/session", {SignIn}, sign_in, kHeavy),
        account(Method::Delete, "/desk/api/session", {SignOut}, sign_out),
        // The link's secret travels in bodies, which no log holds.
        account(Method::Post, "/desk/api/link", {UseLink, UseFirstLink}, show_link),
        account(Method::Put, "/desk/api/link", {UseLink, UseFirstLink}, use_link, kHeavy),
        account(Method::Post, "/desk/api/reset", {AskReset}, ask_reset),
        account(Method::Post, "/desk/api/proof", {Prove}, prove, kHeavy),
        account(Method::Post, "/desk/api/proof/passkey", {ProveByPasskey}, begin_proof_by_passkey),
        account(Method::Put, "/desk/api/proof/passkey", {ProveByPasskey}, prove_by_passkey),
        {Method::Get, "/desk/api/sessions", Permission::Account, list_sessions},
        account(Method::Delete, "/desk/api/sessions/{id}", {EndSession}, end_session),
        account(Method::Put, "/desk/api/password", {ChangePassword}, change_password, kHeavy),
        account(Method::Post, "/desk/api/second-factor", {ProposeTotp}, propose_totp),
        account(Method::Put, "/desk/api/second-factor", {EnrolTotp}, accept_totp),
        account(Method::Delete, "/desk/api/second-factor", {DropTotp}, drop_totp),
        account(Method::Post, "/desk/api/session/passkey", {SignInByPasskey}, begin_passkey_entry),
        account(Method::Put, "/desk/api/session/passkey", {SignInByPasskey}, enter_by_passkey),
        {Method::Get, "/desk/api/passkeys", Permission::Account, list_passkeys},
        account(Method::Post, "/desk/api/passkeys", {BeginPasskey}, begin_passkey),
        account(Method::Put, "/desk/api/passkeys", {AddPasskey}, add_passkey),
        account(Method::Delete, "/desk/api/passkeys/{id}", {DropPasskey}, drop_passkey),
        {Method::Get, "/desk/api/users", Permission::Enter, list_users},
        account(Method::Post, "/desk/api/users", {Invite}, add_user),
        account(Method::Patch, "/desk/api/users/{id}", {Rename, ChangeRole, Disable, Enable, DropFactors},
                change_user),
        account(Method::Post, "/desk/api/users/{id}/link", {MakeLink}, renew_link),
        {Method::Get, "/desk/api/audit", Permission::ReadAudit, list_audit, 0, {"before"}},
    };
}

}  // namespace warraq::desk
