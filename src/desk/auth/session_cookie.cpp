#include "desk/auth/session_cookie.h"

#include <fmt/format.h>

namespace warraq::desk {
namespace {

// The site is reached by https alone: so is the session's cookie.
bool is_https(const settings::Settings& settings) {
    return settings.publication.address.starts_with("https://");
}

}  // namespace

std::string_view session_token(const settings::Settings& settings, const serve::Request& request) {
    return request.cookie_named(is_https(settings) ? kHostSessionCookie : kSessionCookie);
}

// Browsers take a name that begins with __Host- only from this very host, by https and for all of its paths:
// no neighbour below the same domain can plant a session. Without https there is no such name.
serve::Field session_cookie(const settings::Settings& settings, std::string_view token,
                            std::chrono::seconds life) {
    return {"Set-Cookie", is_https(settings)
                              ? fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict; Secure",
                                            kHostSessionCookie, token, life.count())
                              : fmt::format("{}={}; Path=/desk; Max-Age={}; HttpOnly; SameSite=Strict",
                                            kSessionCookie, token, life.count())};
}

}  // namespace warraq::desk
