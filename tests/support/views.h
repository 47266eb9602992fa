// Views of stories, as the server tells of them.
#pragma once

#include "base/time.h"
#include "serve/routing/site.h"

namespace warraq::testing {

inline constexpr std::string_view kPhone =
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
    "Mobile "
    "Safari/537.36";
inline const Instant kHour = from_unix(1'800'000'000);  // a whole hour

inline serve::View view(std::int64_t id, std::string_view address, std::string_view agent = kPhone) {
    return {id, address, agent, false};
}

}  // namespace warraq::testing
