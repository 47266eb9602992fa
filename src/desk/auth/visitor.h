// Who is signed in, as a call of the desk sees them.
#pragma once

#include <cstdint>
#include <string>

#include "story/user.h"

namespace warraq::desk {

struct Visitor {
    story::User user;
    std::int64_t session = 0;
    std::string csrf_token;    // what a page of this session must send with each change
    bool by_passkey = false;   // how the session began
    std::string factors = {};  // factors_of() the user, as the session was looked at
};

// A session as it begins. The token is told once, to the browser that it is for.
struct Entry {
    std::string token;
    Visitor visitor;
};

}  // namespace warraq::desk
