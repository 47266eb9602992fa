#include "settings/security_headers.h"

#include <fmt/format.h>

namespace warraq::settings {

std::string security_headers(std::string_view policy, const Settings& settings) {
    std::string out = fmt::format(
        "Content-Security-Policy: {}\r\nX-Content-Type-Options: nosniff\r\n"
        "Referrer-Policy: strict-origin-when-cross-origin\r\nCross-Origin-Opener-Policy: same-origin\r\n",
        policy);
    if (settings.web.https_only)
        out += fmt::format("Strict-Transport-Security: max-age=31536000{}\r\n",
                           settings.web.https_subdomains ? "; includeSubDomains" : "");
    return out;
}

}  // namespace warraq::settings
