#pragma once

#include "base/json_writer.h"
#include "story/user.h"

namespace warraq::desk {

// The members of a User in the API; the object is the caller's.
void write_user(JsonWriter& json, const story::User& user);

}  // namespace warraq::desk
