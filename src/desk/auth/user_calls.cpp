// The accounts of the newsroom's people, for who manages them.
#include <algorithm>
#include <fmt/format.h>

#include "desk/auth/account_auth.h"
#include "desk/auth/account_changes.h"
#include "desk/auth/account_mail.h"
#include "desk/auth/calls.h"
#include "desk/auth/session_reply.h"
#include "desk/auth/users.h"
#include "desk/reply.h"
#include "desk/transact.h"

namespace warraq::desk {

using serve::Reply;
using store::Writer;
using story::User;

namespace {

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
    if (!link.empty()) json.text("link", std::string(kLinkPath) + link);
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

Reply list_users(const Call& call) {
    const User& asks = call.visitor().user;
    const bool manages = may(asks.role, Permission::ManageUsers);
    JsonWriter json;
    json.object().array("users");
    for (const User& user : value_or_throw(value_or_throw(call.desk.store.snapshot())->users())) {
        json.object();
        manages || user.id == asks.id ? write_user(json, user) : write_colleague(json, user);
        json.end();
    }
    return json_reply(json);
}

Reply add_user(const Call& call) {
    User user;
    user.login = value_or_throw(story::login_of(call.body.text("login", kLongestAccountText)));
    user.name = value_or_throw(story::user_name_of(call.body.text("name", kLongestAccountText)));
    user.role = role_of(call.body);
    std::string link;
    user = transact(call.desk.store, [&](Writer& writer) {
        Proofs::check_still(writer, call.visitor());
        if (value_or_throw(writer.user(std::string_view(user.login))))
            throw Problem(409, "login_taken", "another user has this login");
        const auto id = value_or_throw(writer.save(user));
        value_or_throw(writer.record(call.visitor().user.id, rule_of(AccountCall::Invite).recorded,
                                     user.login, story::to_string(user.role)));
        link = value_or_throw(make_link(writer, id, now()));
        return value_or_throw(writer.user(id), "user");
    });
    return user_reply(user, link, 201);
}

Reply change_user(const Call& call) {
    const Fields& body = call.body;
    const story::UserId id{call.number("id")};
    bool factors_dropped = false;
    const User changed = transact(call.desk.store, [&](Writer& writer) {
        Proofs::check_still(writer, call.visitor());
        const User before = value_or_throw(writer.user(id), "user");
        User user = before;
        if (body.has("name"))
            user.name = value_or_throw(story::user_name_of(body.text("name", kLongestAccountText)));
        if (body.has("role")) user.role = role_of(body);
        if (body.has("disabled")) user.disabled = body.flag("disabled");
        const auto calls = changes_in(body, before, user);
        if (calls.empty()) return before;
        for (const AccountCall one : calls) call.desk.auth.policy.allowed_user(writer, one, id);
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
    if (factors_dropped) call.desk.mail.tell(changed, AccountChange::FactorDropped);
    return user_reply(changed, {}, 200);
}

Reply renew_link(const Call& call) {
    std::string link;
    const User user = transact(call.desk.store, [&](Writer& writer) {
        constexpr auto kCall = AccountCall::MakeLink;
        Proofs::check_still(writer, call.visitor());
        User found = call.desk.auth.policy.allowed_user(writer, kCall, story::UserId{call.number("id")});
        value_or_throw(writer.record(call.visitor().user.id, rule_of(kCall).recorded, found.login, ""));
        link = value_or_throw(make_link(writer, found.id, now()));
        return found;
    });
    return user_reply(user, link, 201);
}

}  // namespace warraq::desk
