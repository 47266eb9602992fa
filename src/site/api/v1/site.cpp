// The site itself, its topics, and what is read most.
#include <fmt/format.h>

#include "press/api.h"
#include "site/api/v1/handlers.h"
#include "site/api/v1/json_reply.h"
#include "site/pages/most_read_page.h"

namespace warraq::site::api {

using serve::Reply;

namespace {

constexpr int kTopics = 50, kMostTopics = 500;

}  // namespace

Result<Reply> site(ReadContext& context) {
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    return json_reply(context, press::api::site(context.site.settings.publication, *sections));
}

Result<Reply> topics(ReadContext& context) {
    const settings::Settings& settings = context.site.settings;
    const auto limit = bounded(context.request.parameter("limit"), kTopics, kMostTopics);
    if (!limit) return invalid(fmt::format("limit: 1 to {}", kMostTopics));
    auto topics = context.reader.topics(context.request.parameter("contains"), static_cast<int>(*limit));
    if (!topics) return fail(topics.error());
    std::erase_if(*topics, [&](const story::Topic& topic) { return !settings::has_page(topic, settings); });
    Reply reply = json_reply(context, press::api::topics(settings.publication, *topics));
    reply.tags.emplace_back("front");
    return reply;
}

Result<Reply> most_read(ReadContext& context) {
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    auto most = most_read_cards(context);
    if (!most) return fail(most.error());
    Reply reply =
        json_reply(context, press::api::most_read(context.site.settings.publication, *sections, *most));
    tag_most_read(reply.tags, *most);
    return reply;
}

}  // namespace warraq::site::api
