// Feeds of stories: of the site, a section, an author, a topic.
#include "site/feeds/feeds.h"

#include <algorithm>
#include <fmt/format.h>

#include "press/feeds.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;

namespace {

constexpr int kItems = 30;

// What a feed follows.
struct FeedSource {
    store::CardQuery query;
    std::string name;  // beside the publication's; empty for the whole site
    std::string home;  // path
    std::string description, tag;
};

Result<Reply> feed_of(ReadContext& context, const FeedSource& source) {
    const auto kind = press::feed_kind_from(context.request.capture("file"));
    if (!kind) return not_found("there is no such feed");
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    store::CardQuery query = source.query;
    query.limit = kItems;
    auto cards = context.reader.cards(query);
    if (!cards) return fail(cards.error());

    const settings::Settings& settings = context.site.settings;
    const press::Publication& publication = settings.publication;
    press::Feed feed{.title = source.name.empty() ? publication.name : source.name + " – " + publication.name,
                     .description = source.description.empty() ? publication.description : source.description,
                     .home = source.home,
                     .self = press::feed_address(source.home, *kind),
                     .items = {},
                     .full_text = settings.feeds.full_text,
                     .hub = settings.feeds.hub};
    Reply reply;
    reply.type = press::media_type_of(*kind);
    reply.cache_control = context.public_cache_control();
    reply.tags = {source.tag, "sections"};
    if (!feed.hub.empty())  // WebSub has subscribers look here first
        reply.headers.push_back({"Link", fmt::format(R"(<{}>; rel="hub", <{}>; rel="self")", feed.hub,
                                                     press::absolute(publication, feed.self))});
    for (const story::Card& card : *cards) {
        auto story = context.reader.story(card.id);
        if (!story) return fail(story.error());
        const story::Section* section = story::find_section(*sections, card.section);
        if (!*story || !section) continue;
        reply.tags.push_back(fmt::format("story:{}", card.id.value));
        feed.items.push_back({std::move(**story), *section});
    }
    reply.body = press::feed(*kind, publication, feed);
    return reply;
}

}  // namespace

Result<Reply> site_feed(ReadContext& context) {
    return feed_of(context, {{}, {}, "/", {}, "front"});
}

Result<Reply> section_feed(ReadContext& context) {
    auto section = context.reader.section(context.request.capture("section"));
    if (!section) return fail(section.error());
    if (!*section) return not_found("there is no such section");
    return feed_of(context, {{.section = (*section)->id},
                             (*section)->name,
                             story::address_of(**section),
                             {},
                             fmt::format("section:{}", (*section)->id.value)});
}

Result<Reply> author_feed(ReadContext& context) {
    auto person = context.reader.person(context.request.capture("slug"));
    if (!person) return fail(person.error());
    if (!*person) return not_found("there is no such author");
    return feed_of(context, {{.person = (*person)->id},
                             (*person)->name,
                             story::address_of(**person),
                             (*person)->about,
                             fmt::format("person:{}", (*person)->id.value)});
}

Result<Reply> topic_feed(ReadContext& context) {
    auto topic = context.reader.topic(context.request.capture("slug"));
    if (!topic) return fail(topic.error());
    if (!*topic || !settings::has_page(**topic, context.site.settings))
        return not_found("there is no such topic");
    return feed_of(context, {{.topic = (*topic)->id},
                             (*topic)->name,
                             story::address_of(**topic),
                             {},
                             fmt::format("topic:{}", (*topic)->id.value)});
}

}  // namespace warraq::site
