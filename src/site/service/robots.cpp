// robots.txt, from the settings.
#include "site/service/robots.h"

#include <fmt/format.h>

#include "press/feeds.h"

namespace warraq::site {
namespace {

// Crawlers that gather texts for training, as their owners name them.
constexpr const char* kTrainers[] = {
    "GPTBot",        "CCBot",      "Google-Extended",   "ClaudeBot",          "anthropic-ai",
    "PerplexityBot", "Bytespider", "Applebot-Extended", "meta-externalagent", "Amazonbot"};

}  // namespace

Result<serve::Reply> robots(Context& context) {
    const settings::Settings& settings = context.site.settings;
    serve::Reply reply;
    reply.type = "text/plain; charset=utf-8";
    reply.cache_control = "public, max-age=3600";
    if (!settings.machines.search_engines) {
        reply.body = "User-agent: *\nDisallow: /\n";
        return reply;
    }
    if (!settings.machines.training) {
        for (const char* agent : kTrainers) reply.body += fmt::format("User-agent: {}\n", agent);
        reply.body += "Disallow: /\n\n";
    }
    reply.body += "User-agent: *\nDisallow: /search?\nDisallow: /search/\nDisallow: /desk\n\n";
    reply.body += fmt::format("Sitemap: {}\n", press::absolute(settings.publication, "/sitemap.xml"));
    return reply;
}

}  // namespace warraq::site
