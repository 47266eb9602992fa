// The people of the newsroom, and the log of what they did.
#include "desk/auth/users.h"

#include <algorithm>
#include <fmt/format.h>

#include "desk/desk.h"
#include "desk/transact.h"

namespace warraq::desk {

using serve::Reply;
using store::Writer;
using story::User;

namespace {

constexpr std::size_t kLongestText = 400;
constexpr int kAuditPage = 100;

story::Role role_of(const Fields& body) {
    const auto role = story::role_from(body.text("role", 40));
    if (!role) throw Problem(422, "invalid", "role: there is no such role");
    return *role;
}

// A newsroom always has someone who can let others in.
void check_administrators(store::Reader& reader) {
    if (!has_administrator(value_or_throw(reader.users())))
        throw Problem(409, "last_administrator", "someone must be able to let others in");
}

Reply user_reply(const User& user, const std::string& link, int status) {
    JsonWriter json;
    json.object().object("user");
    write_user(json, user);
    json.end();
    if (!link.empty()) json.text("link", std::string(AccountAuth::kLinkPath) + link);
    return json_reply(json, status);
}

// What a call asks for, of the account as it is.
std::vector<AccountCall> changes_in(const Fields& body, const User& before, const User& after) {
    std::vector<AccountCall> calls;
    if (after.name != before.name) calls.push_back(AccountCall::Rename);
    if (after.role != before.role) calls.push_back(AccountCall::ChangeRole);
    if (after.disabled && !before.disabled) calls.push_back(AccountCall::Disable);
    if (!after.disabled && before.disabled) calls.push_back(AccountCall::Enable);
    if (body.has("second_factor") && !body.flag("second_factor")) calls.push_back(AccountCall::DropFactors);
    return calls;
}

}  // namespace

void write_colleague(JsonWriter& json, const User& user) {
    json.number("id", user.id.value)
        .text("name", user.name)
        .text("role", story::to_string(user.role))
        .flag("disabled", user.disabled);
}

void write_user(JsonWriter& json, const User& user) {
    write_colleague(json, user);
    json.text("login", user.login)
        .flag("has_password", user.has_password)
        .flag("has_second_factor", user.has_totp)
        .flag("has_passkey", user.has_passkey);
}

bool has_administrator(std::span<const User> users) {
    return std::any_of(users.begin(), users.end(), [](const User& user) {
        return user.role == story::Role::Administrator && !user.disabled && user.has_password;
    });
}

std::string who_is(std::span<const User> users, story::UserId id) {
    const auto found =
        std::find_if(users.begin(), users.end(), [&](const User& user) { return user.id == id; });
    return found == users.end() ? std::string() : found->name;
}

Reply Desk::list_users(const Call& call) {
    const User& asks = call.visitor().user;
    const bool manages = may(asks.role, Permission::ManageUsers);
    JsonWriter json;
    json.object().array("users");
    for (const User& user : value_or_throw(value_or_throw(store_.snapshot())->users())) {
        json.object();
        manages || user.id == asks.id ? write_user(json, user) : write_colleague(json, user);
        json.end();
    }
    return json_reply(json);
}

Reply Desk::add_user(const Call& call) {
    User user;
    user.login = value_or_throw(story::login_of(call.body.text("login", kLongestText)));
    user.name = value_or_throw(story::user_name_of(call.body.text("name", kLongestText)));
    user.role = role_of(call.body);
    std::string link;
    user = transact(store_, [&](Writer& writer) {
        AccountAuth::check_still(writer, call.visitor());
        if (value_or_throw(writer.user(std::string_view(user.login))))
            throw Problem(409, "login_taken", "another user has this login");
        const auto id = value_or_throw(writer.save(user));
        value_or_throw(writer.record(call.visitor().user.id, rule_of(AccountCall::Invite).recorded,
                                     user.login, story::to_string(user.role)));
        link = value_or_throw(AccountAuth::make_link(writer, id, now()));
        return value_or_throw(writer.user(id), "user");
    });
    return user_reply(user, link, 201);
}

Reply Desk::change_user(const Call& call) {
    const Fields& body = call.body;
    const story::UserId id{call.number("id")};
    bool factors_dropped = false;
    const User changed = transact(store_, [&](Writer& writer) {
        AccountAuth::check_still(writer, call.visitor());
        const User before = value_or_throw(writer.user(id), "user");
        User user = before;
        if (body.has("name"))
            user.name = value_or_throw(story::user_name_of(body.text("name", kLongestText)));
        if (body.has("role")) user.role = role_of(body);
        if (body.has("disabled")) user.disabled = body.flag("disabled");
        const auto calls = changes_in(body, before, user);
        if (calls.empty()) return before;
        for (const AccountCall one : calls) auth_.allowed_user(writer, one, id);
        value_or_throw(writer.save(user));
        for (const AccountCall one : calls) end_what_ends(writer, one, id, 0);
        check_administrators(writer);
        factors_dropped = std::ranges::find(calls, AccountCall::DropFactors) != calls.end();
        if (factors_dropped && id == call.visitor().user.id)
            throw Problem(409, "own_factors",
                          "one's own factors are removed one by one, under one's account");
        value_or_throw(writer.record(
            call.visitor().user.id, rule_of(calls.front()).recorded, user.login,
            fmt::format("{}{}{}", story::to_string(user.role), user.disabled ? ", disabled" : "",
                        factors_dropped ? ", second factor off" : "")));
        return value_or_throw(writer.user(id), "user");
    });
    if (factors_dropped) tell_by_mail(changed, AccountChange::FactorDropped);
    return user_reply(changed, {}, 200);
}

Reply Desk::renew_link(const Call& call) {
    std::string link;
    const User user = transact(store_, [&](Writer& writer) {
        constexpr auto kCall = AccountCall::MakeLink;
        AccountAuth::check_still(writer, call.visitor());
        User found = auth_.allowed_user(writer, kCall, story::UserId{call.number("id")});
        value_or_throw(writer.record(call.visitor().user.id, rule_of(kCall).recorded, found.login, ""));
        link = value_or_throw(AccountAuth::make_link(writer, found.id, now()));
        return found;
    });
    return user_reply(user, link, 201);
}

namespace {

// How people come in, and what becomes of their accounts.
std::string actions_of_accounts() {
    std::string actions = fmt::format("|{}|{}|{}|", AccountAuth::kSignInRefused, AccountAuth::kProofRefused,
                                      AccountAuth::kCodeAsked);
    for (const AccountRule& rule : account_rules())
        if (!rule.recorded.empty()) actions += fmt::format("{}|", rule.recorded);
    return actions;
}

}  // namespace

Reply Desk::list_audit(const Call& call) {
    static const std::string kOfAccounts = actions_of_accounts();
    const auto& user = call.visitor().user;
    const std::string_view untold =
        may(user.role, Permission::ManageUsers) ? std::string_view() : std::string_view(kOfAccounts);
    auto snapshot = value_or_throw(store_.snapshot());
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
