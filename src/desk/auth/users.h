#pragma once

#include <span>
#include <string>

#include "base/json_writer.h"
#include "story/user.h"

namespace warraq::desk {

// The members of a User in the API, for themselves and who manages accounts; the object is the caller's.
void write_user(JsonWriter& json, const story::User& user);
// The part of it that colleagues are told: nothing of how someone comes in.
void write_colleague(JsonWriter& json, const story::User& user);

// Is there someone who can come in and let others in?
bool has_administrator(std::span<const story::User> users);

// The name of the one with that number; empty for none, the program itself.
std::string who_is(std::span<const story::User> users, story::UserId id);

}  // namespace warraq::desk
