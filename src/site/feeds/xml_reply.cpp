// XML that is not a feed.
#include "site/feeds/xml_reply.h"

namespace warraq::site {

serve::Reply xml_reply(const Context& context, std::string body, std::vector<std::string> tags) {
    serve::Reply reply;
    reply.type = "application/xml; charset=utf-8";
    reply.body = std::move(body);
    reply.cache_control = tags.empty() ? "no-store" : context.public_cache_control();
    reply.tags = std::move(tags);
    return reply;
}

}  // namespace warraq::site
