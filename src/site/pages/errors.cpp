// Errors as pages of the site.
#include "site/pages/errors.h"

#include <spdlog/spdlog.h>

#include "site/reply.h"

namespace warraq::site {

using serve::Reply;

Reply page_failure(Context& context, const Error& error) {
    if (error.kind == Error::Kind::NotFound) return bare_error(404);
    const bool unavailable = error.kind == Error::Kind::Unavailable;
    if (const auto times = unavailable ? context.site.unavailable_log.tell() : 1)
        spdlog::error("a page could not be made: {} ({} since this was told)", error.message, *times);
    return bare_error(unavailable ? 503 : 500);
}

Reply error_page(SiteState& site, int status, std::string html) {
    Reply reply;
    reply.status = status;
    reply.body = std::move(html);
    reply.start = site.page_start;
    reply.tags = {"sections", "theme"};
    if (status == 503) reply.headers.push_back(retry_after());
    return reply;
}

Reply error_page(SiteState& site, int status) {
    std::vector<story::Section> sections;
    if (status != 503) {
        auto snapshot = site.store.public_snapshot();
        auto known = snapshot ? (*snapshot)->sections() : fail(snapshot.error());
        if (known) sections = std::move(*known);
    }
    return error_page(site, status, site.press.error_page(status, sections));
}

Reply with_error_page(SiteState& site, Reply reply) {
    if (reply.status < 400 || !reply.body.empty()) return reply;
    Reply page = error_page(site, reply.status);
    page.headers.insert(page.headers.end(), reply.headers.begin(), reply.headers.end());
    return page;
}

}  // namespace warraq::site
