// The session's token, as browsers keep it.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "serve/http/message.h"
#include "settings/settings.h"

namespace warraq::desk {

// The second where the site is reached by https.
inline constexpr std::string_view kSessionCookie = "warraq_desk", kHostSessionCookie = "__Host-warraq_desk";

// What the request brings; empty for none.
std::string_view session_token(const settings::Settings& settings, const serve::Request& request);

// A Set-Cookie header. An empty token with no life removes the cookie.
serve::Field session_cookie(const settings::Settings& settings, std::string_view token,
                            std::chrono::seconds life);

}  // namespace warraq::desk
