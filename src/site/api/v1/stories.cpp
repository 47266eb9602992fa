// Stories: lists of them, one by its number, and its comments.
#include <fmt/format.h>

#include "base/percent.h"
#include "press/api.h"
#include "site/api/v1/handlers.h"
#include "site/api/v1/json_reply.h"
#include "site/comments/thread.h"
#include "site/pages/find_story.h"
#include "site/pages/page_tags.h"
#include "site/pages/story_list.h"
#include "site/pages/story_parts.h"

namespace warraq::site::api {

using serve::Reply;

namespace {

constexpr int kStories = 20, kMostStories = 100;

// Which stories a program asks for.
struct StoryQuery {
    store::CardQuery query;
    std::string path;           // of the query, without its place in the list
    std::string tag = "front";  // that a new story drops
};

Result<StoryQuery> read_query(ReadContext& context) {
    const serve::Request& request = context.request;
    store::PublicReader& reader = context.reader;
    const auto section = request.parameter("section"), topic = request.parameter("topic"),
               author = request.parameter("author");
    StoryQuery out;
    if (!section.empty() + !topic.empty() + !author.empty() > 1)
        return invalid("section, topic and author: one of them");
    if (!section.empty()) {
        auto found = reader.section(section);
        if (!found) return fail(found.error());
        if (!*found) return not_found(fmt::format("there is no section «{}»", section));
        out.query.section = (*found)->id;
        out.tag = fmt::format("section:{}", (*found)->id.value);
        out.path = "section=" + percent::encode_value(section);
    } else if (!topic.empty()) {
        auto found = reader.topic(topic);
        if (!found) return fail(found.error());
        if (!*found || !settings::has_page(**found, context.site.settings))
            return not_found(fmt::format("there is no topic «{}»", topic));
        out.query.topic = (*found)->id;
        out.tag = fmt::format("topic:{}", (*found)->id.value);
        out.path = "topic=" + percent::encode_value(topic);
    } else if (!author.empty()) {
        auto found = reader.person(author);
        if (!found) return fail(found.error());
        if (!*found) return not_found(fmt::format("there is no author «{}»", author));
        out.query.person = (*found)->id;
        out.tag = fmt::format("person:{}", (*found)->id.value);
        out.path = "author=" + percent::encode_value(author);
    }
    const auto before = request.parameter("before"), after = request.parameter("after");
    if (!before.empty() && !after.empty()) return invalid("before and after: one of them");
    if (!read_list_position(request, out.query))
        return invalid(fmt::format("«{}» is not a story's number", before.empty() ? after : before));
    const auto limit = bounded(request.parameter("limit"), kStories, kMostStories);
    if (!limit) return invalid(fmt::format("limit: 1 to {}", kMostStories));
    out.query.limit = static_cast<int>(*limit);
    return out;
}

// What `answer(story, section)` says of the public story that the address names.
template <class Answer>
Result<Reply> of_public_story(ReadContext& context, Answer answer) {
    auto found = find_story(context, context.request.capture("id"));
    if (!found) return fail(found.error());
    if (found->withdrawn) return error_reply(context, 410, found->withdrawn->why);
    return answer(*found->story, *found->section);
}

}  // namespace

Result<Reply> stories(ReadContext& context) {
    auto asked = read_query(context);
    if (!asked) return fail(asked.error());
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    const store::CardQuery& query = asked->query;
    auto listed = read_list_page(context.reader, query);
    if (!listed) return fail(listed.error());
    const auto& [cards, more] = *listed;

    press::api::Stories page{cards, *sections, {}, {}};
    const auto beside = [&](const char* where, const story::Card& card) {
        return fmt::format("{}/stories?{}{}{}={}&limit={}", press::api::kRoot, asked->path,
                           asked->path.empty() ? "" : "&", where, card.id.value, query.limit);
    };
    if (!cards.empty() && (query.newer_than || more)) page.older = beside("before", cards.back());
    if (!cards.empty() && (query.older_than || (query.newer_than && more)))
        page.newer = beside("after", cards.front());
    Reply reply = json_reply(context, press::api::stories(context.site.settings.publication, page));
    reply.tags.push_back(asked->tag);
    tag_list_position(reply.tags, query);
    tag_cards(reply.tags, cards);
    return reply;
}

Result<Reply> story(ReadContext& context) {
    const SiteState& site = context.site;
    return of_public_story(
        context, [&](const story::Story& story, const story::Section& section) -> Result<Reply> {
            auto parts = story_parts(context, story, section, 1);
            if (!parts) return fail(parts.error());
            Reply reply = json_reply(
                context,
                press::api::whole_story(
                    site.settings.publication,
                    {story, section, parts->sections, shown_topics(site, parts->topics), parts->related.cards,
                     site.press.share_address(story, section), parts->comments.count, parts->comments.open}));
            reply.tags.insert(reply.tags.end(), parts->tags.begin(), parts->tags.end());
            return reply;
        });
}

Result<Reply> story_comments(ReadContext& context) {
    return of_public_story(
        context, [&](const story::Story& story, const story::Section& section) -> Result<Reply> {
            const auto number = bounded(context.request.parameter("page"), 1, kLastCommentsPage);
            if (!number) return invalid(fmt::format("page: 1 to {}", kLastCommentsPage));
            auto part = comments_of(context, story, section, *number);
            if (!part) return fail(part.error());
            const auto path = [&](std::int64_t page) {
                return fmt::format("{}/stories/{}/comments?page={}", press::api::kRoot, story.id.value, page);
            };
            if (!part->older.empty()) part->older = path(*number + 1);
            if (!part->newer.empty()) part->newer = path(*number - 1);
            Reply reply = json_reply(context, press::api::comments(context.site.settings.publication, *part));
            reply.tags.push_back(fmt::format("story:{}", story.id.value));
            return reply;
        });
}

}  // namespace warraq::site::api
