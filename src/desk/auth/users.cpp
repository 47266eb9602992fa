#include "desk/auth/users.h"

#include <algorithm>

namespace warraq::desk {

using story::User;

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

}  // namespace warraq::desk
