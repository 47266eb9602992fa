// The people of the newsroom, and the log of what they did.
#include "desk/users.h"

#include <algorithm>
#include <fmt/format.h>

#include "desk/change.h"
#include "desk/desk.h"

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
    if (!has_administrator(take(reader.users())))
        throw Problem(409, "last_administrator", "someone must be able to let others in");
}

Reply user_reply(const User& user, const std::string& link, int status) {
    JsonWriter json;
    json.object().object("user");
    write_user(json, user);
    json.end();
    if (!link.empty()) json.text("link", std::string(Doors::kLinkPath) + link);
    return json_reply(json, status);
}

}  // namespace

void write_user(JsonWriter& json, const User& user) {
    json.number("id", user.id.value)
        .text("login", user.login)
        .text("name", user.name)
        .text("role", story::to_string(user.role))
        .flag("disabled", user.disabled)
        .flag("has_password", user.has_password)
        .flag("has_second_factor", user.has_totp);
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

Reply Desk::list_users(const Call&) {
    JsonWriter json;
    json.object().array("users");
    for (const User& user : take(take(store_.snapshot())->users())) {
        json.object();
        write_user(json, user);
        json.end();
    }
    return json_reply(json);
}

Reply Desk::add_user(const Call& call) {
    User user;
    user.login = take(story::login_of(call.body.text("login", kLongestText)));
    user.name = take(story::user_name_of(call.body.text("name", kLongestText)));
    user.role = role_of(call.body);
    std::string link;
    user = change(store_, [&](Writer& writer) {
        if (take(writer.user(std::string_view(user.login))))
            throw Problem(409, "login_taken", "another user has this login");
        const auto id = take(writer.save(user));
        take(writer.record(call.visitor().user.id, "user_added", user.login, story::to_string(user.role)));
        link = take(Doors::make_link(writer, id, now()));
        return take(writer.user(id), "user");
    });
    return user_reply(user, link, 201);
}

Reply Desk::change_user(const Call& call) {
    const Fields& body = call.body;
    const User changed = change(store_, [&](Writer& writer) {
        User user = take(writer.user(story::UserId{call.number("id")}), "user");
        const User before = user;
        if (body.has("name")) user.name = take(story::user_name_of(body.text("name", kLongestText)));
        if (body.has("role")) user.role = role_of(body);
        if (body.has("disabled")) user.disabled = body.flag("disabled");
        // For who lost their phone and their codes.
        if (body.has("second_factor") && !body.flag("second_factor")) {
            take(writer.set_totp(user.id, "", {}));
            take(writer.drop_passkeys(user.id));
        }
        take(writer.save(user));
        // Other powers begin with a new session.
        if (user.role != before.role || user.disabled) take(writer.end_sessions(user.id, 0));
        check_administrators(writer);
        take(writer.record(
            call.visitor().user.id, "user_changed", user.login,
            fmt::format("{}{}{}", story::to_string(user.role), user.disabled ? ", disabled" : "",
                        body.has("second_factor") ? ", second factor off" : "")));
        return take(writer.user(user.id), "user");
    });
    if (body.has("second_factor") && !body.flag("second_factor"))
        tell_by_mail(changed, AccountChange::FactorDropped);
    return user_reply(changed, {}, 200);
}

Reply Desk::renew_link(const Call& call) {
    std::string link;
    const User user = change(store_, [&](Writer& writer) {
        User found = take(writer.user(story::UserId{call.number("id")}), "user");
        take(writer.record(call.visitor().user.id, "password_link", found.login, ""));
        link = take(Doors::make_link(writer, found.id, now()));
        return found;
    });
    return user_reply(user, link, 201);
}

Reply Desk::list_audit(const Call& call) {
    auto snapshot = take(store_.snapshot());
    const auto users = take(snapshot->users());
    JsonWriter json;
    json.object().array("entries");
    for (const store::AuditEntry& entry : take(snapshot->audit(call.number_asked("before"), kAuditPage))) {
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
