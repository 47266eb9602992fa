// The reply to whoever came in: who they are, what they may do, and the session's cookie.
#pragma once

#include "base/json_writer.h"
#include "desk/context.h"

namespace warraq::desk {

// The longest that is read of what someone types, in letters. A password of as many letters as it may have
// bytes is read; what is too long is wrong, or weak, as any other.
inline constexpr std::size_t kLongestAccountText = 400, kLongestCode = 40;

// The session that the browser had until now ends with that.
serve::Reply session_begun(const Call& call, const Entry& entry);

// As members of the caller's object.
void write_session(JsonWriter& json, const settings::Settings& settings, const Visitor& visitor);

}  // namespace warraq::desk
