// The log of what the newsroom's people did.
#include <fmt/format.h>

#include "desk/auth/attempts.h"
#include "desk/auth/calls.h"
#include "desk/auth/users.h"
#include "desk/reply.h"

namespace warraq::desk {

using serve::Reply;

namespace {

constexpr int kAuditPage = 100;

// How people come in, and what becomes of their accounts.
std::string actions_of_accounts() {
    std::string actions = fmt::format("|{}|{}|{}|", kSignInRefused, kProofRefused, kCodeAsked);
    for (const AccountRule& rule : account_rules())
        if (!rule.recorded.empty()) actions += fmt::format("{}|", rule.recorded);
    return actions;
}

}  // namespace

Reply list_audit(const Call& call) {
    static const std::string kOfAccounts = actions_of_accounts();
    const auto& user = call.visitor().user;
    const std::string_view untold =
        may(user.role, Permission::ManageUsers) ? std::string_view() : std::string_view(kOfAccounts);
    auto snapshot = value_or_throw(call.desk.store.snapshot());
    const auto users = value_or_throw(snapshot->users());
    JsonWriter json;
    json.object().array("entries");
    for (const store::AuditEntry& entry :
         value_or_throw(snapshot->audit(call.number_asked("before"), kAuditPage, untold, user.id))) {
        json.object()
            .number("id", entry.id)
            .text("at", to_iso8601(entry.at))
            .text("who", who_is(users, entry.user))
            .text("action", entry.action)
            .text("subject", entry.subject)
            .text("detail", entry.detail)
            .end();
    }
    return json_reply(json);
}

}  // namespace warraq::desk
