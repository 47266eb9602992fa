// Lists of stories: of a section, an author, a topic.
#include "site/pages/story_list.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/number.h"
#include "site/pages/page_tags.h"
#include "site/reply.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;
using serve::Request;

namespace {

constexpr int kListPage = 20;

}  // namespace

Result<Reply> section_page(ReadContext& context) {
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    const auto section = std::find_if(sections->begin(), sections->end(), [&](const story::Section& s) {
        return s.slug == context.request.capture("section");
    });
    if (section == sections->end()) return not_found("there is no such section");
    return story_list_page(context, {{.section = section->id},
                                     story::address_of(*section),
                                     section->name,
                                     {},
                                     &*section,
                                     fmt::format("section:{}", section->id.value)});
}

Result<Reply> author_page(ReadContext& context) {
    auto person = context.reader.person(context.request.capture("slug"));
    if (!person) return fail(person.error());
    if (!*person) return not_found("there is no such author");
    const story::Person& author = **person;
    return story_list_page(context, {{.person = author.id},
                                     story::address_of(author),
                                     author.name,
                                     author.about,
                                     nullptr,
                                     fmt::format("person:{}", author.id.value)});
}

Result<Reply> topic_page(ReadContext& context) {
    const auto slug = context.request.capture("slug");
    auto found = context.reader.topic(slug);
    if (!found) return fail(found.error());
    if (!*found || !settings::has_page(**found, context.site.settings))
        return not_found("there is no such topic");
    const story::Topic& topic = **found;
    if (topic.slug != slug) return redirect(301, story::address_of(topic));  // merged into it
    return story_list_page(context, {{.topic = topic.id},
                                     story::address_of(topic),
                                     topic.name,
                                     context.site.press.topic_introduction(topic),
                                     nullptr,
                                     fmt::format("topic:{}", topic.id.value)});
}

bool read_list_position(const Request& request, store::CardQuery& query) {
    const auto before = request.parameter("before"), after = request.parameter("after");
    if (before.empty() && after.empty()) return true;
    const auto mark = number_from(before.empty() ? after : before);
    if (mark) (before.empty() ? query.newer_than : query.older_than) = {*mark};
    return mark.has_value();
}

void tag_list_position(std::vector<std::string>& tags, const store::CardQuery& query) {
    for (const story::StoryId mark : {query.older_than, query.newer_than})
        if (mark) tags.push_back(fmt::format("story:{}", mark.value));
}

Result<ListPage> read_list_page(store::PublicReader& reader, store::CardQuery query) {
    const auto limit =
        static_cast<std::size_t>(query.limit++);  // one more tells whether there is a next page
    auto cards = reader.cards(query);
    if (!cards) return fail(cards.error());
    const bool more = cards->size() > limit;
    if (more) cards->erase(query.newer_than ? cards->begin() : std::prev(cards->end()));
    return ListPage{std::move(*cards), more};
}

Result<Reply> story_list_page(ReadContext& context, StoryList list) {
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    if (!read_list_position(context.request, list.query)) return not_found("not a story's number");
    list.query.limit = kListPage;
    auto listed = read_list_page(context.reader, list.query);
    if (!listed) return fail(listed.error());
    const auto& [cards, more] = *listed;
    // Fewer than a page above: that is where the first page is.
    if (list.query.newer_than && !more) return redirect(303, list.address);
    const bool first = !list.query.older_than && !list.query.newer_than;
    if (cards.empty() && !first) return not_found("the list has no such page");

    press::StoryListPage page{.sections = *sections,
                              .title = list.title,
                              .about = list.about,
                              .address = list.address,
                              .feed = list.query.period ? "/" : list.address,
                              .first = first,
                              .cards = cards,
                              .older = {},
                              .newer = {},
                              .section = list.section};
    if (list.query.older_than) page.address += fmt::format("?before={}", list.query.older_than.value);
    if (list.query.newer_than) page.address += fmt::format("?after={}", list.query.newer_than.value);
    if (more || list.query.newer_than)
        page.older = fmt::format("{}?before={}", list.address, cards.back().id.value);
    if (!first) page.newer = fmt::format("{}?after={}", list.address, cards.front().id.value);
    Reply reply = context.page(context.site.press.story_list_page(page));
    reply.tags.push_back(list.tag);
    tag_list_position(reply.tags, list.query);
    tag_cards(reply.tags, cards);
    return reply;
}

}  // namespace warraq::site
