// Users as the API shows them, and questions about the list of all users. Pure.
#pragma once

#include <span>
#include <string>

#include "base/json_writer.h"
#include "story/user.h"

namespace warraq::desk {

// The members of a User in the API, for the user themselves and for administrators. Written into the caller's
// open object.
void write_user(JsonWriter& json, const story::User& user);
// The part of it that colleagues see: nothing about how someone signs in.
void write_colleague(JsonWriter& json, const story::User& user);

// Whether an enabled administrator with a password exists.
bool has_administrator(std::span<const story::User> users);

// The name of the user with that number; empty for none, which is the program itself.
std::string who_is(std::span<const story::User> users, story::UserId id);

}  // namespace warraq::desk
