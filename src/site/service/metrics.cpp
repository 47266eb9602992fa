// The server's counters.
#include "site/service/metrics.h"

#include "serve/server.h"

namespace warraq::site {

Result<serve::Reply> metrics(Context& context) {
    serve::Server* server = *context.site.server;
    if (!server || (!context.request.loopback && !context.site.settings.open_metrics))
        return not_found("metrics are for this machine");
    const auto totals = server->cache().totals();
    serve::Reply reply;
    reply.type = "text/plain; version=0.0.4; charset=utf-8";
    reply.body = server->metrics().text(totals.pages, totals.bytes);
    return reply;
}

}  // namespace warraq::site
