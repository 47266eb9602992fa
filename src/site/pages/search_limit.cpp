// The limit of searches.
#include "site/pages/search_limit.h"

#include <fmt/format.h>

#include "base/ip.h"
#include "site/reply.h"

namespace warraq::site {

bool searches_too_often(serve::AddressLimiter& limiter, const serve::Request& request) {
    const auto address = IpAddress::from(request.address);
    return address && is_public(*address) &&
           !limiter.allow(request.address, std::chrono::steady_clock::now());
}

serve::Reply searched_too_often() {
    serve::Reply reply = bare_error(429);
    reply.headers.push_back({"Retry-After", "60"});
    return reply;
}

std::string private_cache_control(const Context& context) {
    return fmt::format("private, max-age={}", context.site.settings.page_seconds);
}

}  // namespace warraq::site
