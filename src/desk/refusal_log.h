// What the log is told of calls that failed here, and of those that were refused to someone who is signed in.
// Of one account no more than a few a minute are told: a stolen session is not to fill the log. Thread-safe.
#pragma once

#include <string_view>

#include "desk/auth/visitor.h"
#include "desk/problem.h"
#include "serve/http/message.h"
#include "serve/limits/address_limiter.h"

namespace warraq::desk {

class RefusalLog {
  public:
    // `where`: the route's pattern, as a path may hold anything. `visitor`: nullptr for a stranger.
    void note(serve::Method method, std::string_view where, const Visitor* visitor, const Problem& problem);

  private:
    serve::AddressLimiter told_{10, std::chrono::seconds(10)};  // by login
};

}  // namespace warraq::desk
