// Health checks.
#include "site/service/health.h"

#include "serve/server.h"

namespace warraq::site {

using serve::Reply;

namespace {

Reply text_reply(int status, std::string line) {
    Reply reply;
    reply.status = status;
    reply.type = "text/plain; charset=utf-8";
    reply.body = std::move(line) + "\n";
    return reply;
}

std::string problem_of(const SiteState& site) {
    const serve::Server* server = *site.server;
    return server ? server->problem() : std::string();
}

}  // namespace

Result<Reply> health_live(Context& context) {
    const std::string problem = problem_of(context.site);
    return problem.empty() ? text_reply(200, "ok") : text_reply(503, problem);
}

Result<Reply> health_ready(Context& context) {
    if (const std::string problem = problem_of(context.site); !problem.empty())
        return text_reply(503, problem);
    if (*context.site.leaving) return text_reply(503, "about to end");
    const auto answers = context.read([](ReadContext& read) -> Result<void> {
        if (auto sections = read.sections(); !sections) return fail(sections.error());
        return {};
    });
    return answers ? text_reply(200, "ok") : text_reply(503, "the database does not answer");
}

}  // namespace warraq::site
