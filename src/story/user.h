// Who works at the desk.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "story/ids.h"
#include "story/workflow.h"

namespace warraq::story {

struct User {
    UserId id;
    std::string login;  // what they sign in with; unique
    std::string name;   // as colleagues see it
    Role role = Role::Reporter;
    bool disabled = false;      // may not come in; their work stays
    bool has_password = false;  // else a link for it is on its way
    bool has_totp = false;      // a second factor: an authenticator app
    Instant created{};
    bool has_passkey = false;  // one or more
};

// «Salma@Example.ORG » -> "salma@example.org": trimmed, NFKC, lower case. Error: Invalid, for none, or more
// than letters of any script, digits and . _ - @ +, 2 to 100 of them.
Result<std::string> login_of(std::string_view text);

// Error: Invalid. The name is trimmed and has 1 to 100 letters.
Result<std::string> user_name_of(std::string_view text);

}  // namespace warraq::story
