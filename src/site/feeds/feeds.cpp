// Feeds of the site, and of each section, topic and author.
#include "press/feeds.h"

#include <algorithm>
#include <fmt/format.h>

#include "site/reader_site.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;
using serve::Request;

namespace {

constexpr int kItems = 30;

}  // namespace

// What a feed follows.
struct ReaderSite::FeedSource {
    store::CardQuery query;
    std::string name;  // beside the publication's; empty for the whole site
    std::string home;  // path
    std::string description, tag;
};

Reply ReaderSite::feed_of(store::PublicReader& reader, const Request& request, const FeedSource& source) {
    const auto kind = press::feed_kind_from(request.capture("file"));
    if (!kind) return not_found();
    auto sections = reader.sections();
    if (!sections) return failed(sections.error());
    store::CardQuery query = source.query;
    query.limit = kItems;
    auto cards = reader.cards(query);
    if (!cards) return failed(cards.error());

    const press::Publication& publication = settings_.publication;
    press::Feed feed{.title = source.name.empty() ? publication.name : source.name + " – " + publication.name,
                     .description = source.description.empty() ? publication.description : source.description,
                     .home = source.home,
                     .self = press::feed_address(source.home, *kind),
                     .items = {},
                     .full_text = settings_.feeds.full_text,
                     .hub = settings_.feeds.hub};
    Reply reply;
    reply.type = press::media_type_of(*kind);
    reply.cache_control = kept_by_others();
    reply.tags = {source.tag, "sections"};
    if (!feed.hub.empty())  // WebSub has subscribers look here first
        reply.headers.push_back({"Link", fmt::format(R"(<{}>; rel="hub", <{}>; rel="self")", feed.hub,
                                                     press::absolute(publication, feed.self))});
    for (const story::Card& card : *cards) {
        auto story = reader.story(card.id);
        if (!story) return failed(story.error());
        const story::Section* section = story::find_section(*sections, card.section);
        if (!*story || !section) continue;
        reply.tags.push_back(fmt::format("story:{}", card.id.value));
        reply.last_modified =
            std::max({reply.last_modified.value_or(Instant{}), card.updated, card.published});
        feed.items.push_back({std::move(**story), *section});
    }
    reply.body = press::feed(*kind, publication, feed);
    return reply;
}

Reply ReaderSite::site_feed(const Request& request) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    return feed_of(**snapshot, request, {{}, {}, "/", {}, "front"});
}

Reply ReaderSite::section_feed(const Request& request) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    auto section = (*snapshot)->section(request.capture("section"));
    if (!section) return failed(section.error());
    if (!*section) return not_found();
    return feed_of(**snapshot, request,
                   {{.section = (*section)->id},
                    (*section)->name,
                    story::address_of(**section),
                    {},
                    fmt::format("section:{}", (*section)->id.value)});
}

Reply ReaderSite::author_feed(const Request& request) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    auto person = (*snapshot)->person(request.capture("slug"));
    if (!person) return failed(person.error());
    if (!*person) return not_found();
    return feed_of(**snapshot, request,
                   {{.person = (*person)->id},
                    (*person)->name,
                    story::address_of(**person),
                    (*person)->about,
                    fmt::format("person:{}", (*person)->id.value)});
}

Reply ReaderSite::topic_feed(const Request& request) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    auto topic = (*snapshot)->topic(request.capture("slug"));
    if (!topic) return failed(topic.error());
    if (!*topic || !settings::has_page(**topic, settings_)) return not_found();
    return feed_of(**snapshot, request,
                   {{.topic = (*topic)->id},
                    (*topic)->name,
                    story::address_of(**topic),
                    {},
                    fmt::format("topic:{}", (*topic)->id.value)});
}

}  // namespace warraq::site
