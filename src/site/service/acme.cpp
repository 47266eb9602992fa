// Files of ACME's HTTP challenge.
#include "site/service/acme.h"

#include <algorithm>
#include <cctype>

#include "base/file.h"
#include "serve/net/proxy_policy.h"

namespace warraq::site {

Result<serve::Reply> acme_challenge(Context& context) {
    constexpr std::size_t kLargest = 4'096, kLongestToken = 200;
    const auto token = context.request.capture("token");
    const bool fit =
        !token.empty() && token.size() <= kLongestToken &&
        std::ranges::all_of(token, [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; });
    if (!fit) return not_found("not a challenge's token");
    const auto folder =
        context.site.media.folder().parent_path() / "acme" / std::string(serve::kAcmePath.substr(1));
    auto content = read_file(folder / token, kLargest);
    if (!content) return not_found("there is no such challenge");
    serve::Reply reply;
    reply.type = "text/plain; charset=utf-8";
    reply.body = std::move(*content);
    return reply;
}

}  // namespace warraq::site
