// The site as JSON: /api/v1, as docs/site-api.yaml describes it.
#include "press/api.h"

#include <fmt/format.h>

#include "base/percent.h"
#include "site/reader_site.h"
#include "site/retry_after.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;
using serve::Request;

namespace {

constexpr int kStories = 20, kMostStories = 100;
constexpr int kTopics = 50, kMostTopics = 500;

// The number that a parameter gives, `otherwise` where it is absent; nothing for what is no number or beyond
// its bounds.
std::optional<std::int64_t> bounded(std::string_view text, std::int64_t otherwise, std::int64_t most) {
    if (text.empty()) return otherwise;
    const auto number = number_from(text);
    return number && *number <= most ? number : std::nullopt;
}

}  // namespace

Reply ReaderSite::api_reply(std::string json) const {
    Reply reply = page(std::move(json));
    reply.type = "application/json; charset=utf-8";
    // All of it is public, and nobody is known by a cookie here: any page may read it.
    reply.headers.push_back({"Access-Control-Allow-Origin", "*"});
    return reply;
}

Reply ReaderSite::api_failed(int status, std::string_view message) const {
    Reply reply = api_reply(press::api::error(status, message));
    reply.status = status;
    reply.cache_control = "no-store";
    if (status == 503) reply.headers.push_back(retry_after());
    return reply;
}

Reply ReaderSite::api_failed(const Error& error) const {
    switch (error.kind) {
        case Error::Kind::NotFound: return api_failed(404, error.message);
        case Error::Kind::Invalid: return api_failed(400, error.message);
        case Error::Kind::Unavailable: return api_failed(503, "try again in a minute");
        default: return api_failed(500, "something went wrong here");
    }
}

Reply ReaderSite::api_site(const Request&) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return api_failed(snapshot.error());
    auto sections = (*snapshot)->sections();
    if (!sections) return api_failed(sections.error());
    return api_reply(press::api::site(settings_.publication, *sections));
}

Result<ReaderSite::Listed> ReaderSite::listed(store::PublicReader& reader, const Request& request) {
    const auto section = request.parameter("section"), topic = request.parameter("topic"),
               author = request.parameter("author");
    Listed listed;
    if (!section.empty() + !topic.empty() + !author.empty() > 1)
        return invalid("section, topic and author: one of them");
    if (!section.empty()) {
        auto found = reader.section(section);
        if (!found) return fail(found.error());
        if (!*found) return warraq::not_found(fmt::format("there is no section «{}»", section));
        listed.query.section = (*found)->id;
        listed.tag = fmt::format("section:{}", (*found)->id.value);
        listed.path = "section=" + percent::encode_value(section);
    } else if (!topic.empty()) {
        auto found = reader.topic(topic);
        if (!found) return fail(found.error());
        if (!*found || !settings::has_page(**found, settings_))
            return warraq::not_found(fmt::format("there is no topic «{}»", topic));
        listed.query.topic = (*found)->id;
        listed.tag = fmt::format("topic:{}", (*found)->id.value);
        listed.path = "topic=" + percent::encode_value(topic);
    } else if (!author.empty()) {
        auto found = reader.person(author);
        if (!found) return fail(found.error());
        if (!*found) return warraq::not_found(fmt::format("there is no author «{}»", author));
        listed.query.person = (*found)->id;
        listed.tag = fmt::format("person:{}", (*found)->id.value);
        listed.path = "author=" + percent::encode_value(author);
    }
    const auto before = request.parameter("before"), after = request.parameter("after");
    if (!before.empty() && !after.empty()) return invalid("before and after: one of them");
    if (!read_place(request, listed.query))
        return invalid(fmt::format("«{}» is not a story's number", before.empty() ? after : before));
    const auto limit = bounded(request.parameter("limit"), kStories, kMostStories);
    if (!limit) return invalid(fmt::format("limit: 1 to {}", kMostStories));
    listed.query.limit = static_cast<int>(*limit);
    return listed;
}

Reply ReaderSite::api_stories(const Request& request) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return api_failed(snapshot.error());
    store::PublicReader& reader = **snapshot;
    auto asked = listed(reader, request);
    if (!asked) return api_failed(asked.error());
    auto sections = reader.sections();
    if (!sections) return api_failed(sections.error());
    const store::CardQuery& query = asked->query;
    auto listed_page = read_list_page(reader, query);
    if (!listed_page) return api_failed(listed_page.error());
    const auto& [cards, more] = *listed_page;

    press::api::Stories page{cards, *sections, {}, {}};
    const auto beside = [&](const char* where, const story::Card& card) {
        return fmt::format("{}/stories?{}{}{}={}&limit={}", press::api::kRoot, asked->path,
                           asked->path.empty() ? "" : "&", where, card.id.value, query.limit);
    };
    if (!cards.empty() && (query.newer_than || more)) page.older = beside("before", cards.back());
    if (!cards.empty() && (query.older_than || (query.newer_than && more)))
        page.newer = beside("after", cards.front());
    Reply reply = api_reply(press::api::stories(settings_.publication, page));
    reply.tags.push_back(asked->tag);
    tag_place(reply.tags, query);
    tag_cards(reply.tags, cards);
    if (!cards.empty()) reply.last_modified = newest_update(cards);
    return reply;
}

// What `answer` says of the public story that the address names.
Reply ReaderSite::of_public_story(
    const Request& request,
    const std::function<Reply(store::PublicReader&, const story::Story&, const story::Section&)>& answer) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return api_failed(snapshot.error());
    auto found = find_story(**snapshot, request.capture("id"));
    if (!found) return api_failed(found.error());
    if (found->withdrawn) return api_failed(410, found->withdrawn->why);
    return answer(**snapshot, *found->story, *found->section);
}

Reply ReaderSite::api_story(const Request& request) {
    return of_public_story(
        request, [&](store::PublicReader& reader, const story::Story& story, const story::Section& section) {
            auto parts = parts_of(reader, story, section, 1);
            if (!parts) return api_failed(parts.error());
            Reply reply = api_reply(press::api::whole_story(
                settings_.publication,
                {story, section, parts->sections, shown(parts->topics), parts->related.cards,
                 press_.share_address(story, section), parts->comments.count, parts->comments.open}));
            reply.last_modified = parts->newest;
            reply.tags.insert(reply.tags.end(), parts->tags.begin(), parts->tags.end());
            return reply;
        });
}

Reply ReaderSite::api_comments(const Request& request) {
    return of_public_story(
        request, [&](store::PublicReader& reader, const story::Story& story, const story::Section& section) {
            const auto number = bounded(request.parameter("page"), 1, kLastCommentsPage);
            if (!number) return api_failed(400, fmt::format("page: 1 to {}", kLastCommentsPage));
            auto part = comments_of(reader, story, section, *number);
            if (!part) return api_failed(part.error());
            const auto path = [&](std::int64_t page) {
                return fmt::format("{}/stories/{}/comments?page={}", press::api::kRoot, story.id.value, page);
            };
            if (!part->older.empty()) part->older = path(*number + 1);
            if (!part->newer.empty()) part->newer = path(*number - 1);
            Reply reply = api_reply(press::api::comments(settings_.publication, *part));
            reply.tags.push_back(fmt::format("story:{}", story.id.value));
            return reply;
        });
}

Reply ReaderSite::api_topics(const Request& request) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return api_failed(snapshot.error());
    const auto limit = bounded(request.parameter("limit"), kTopics, kMostTopics);
    if (!limit) return api_failed(400, fmt::format("limit: 1 to {}", kMostTopics));
    auto topics = (*snapshot)->topics(request.parameter("contains"), static_cast<int>(*limit));
    if (!topics) return api_failed(topics.error());
    std::erase_if(*topics, [&](const story::Topic& topic) { return !settings::has_page(topic, settings_); });
    Reply reply = api_reply(press::api::topics(settings_.publication, *topics));
    reply.tags.emplace_back("front");
    return reply;
}

Reply ReaderSite::api_most_read(const Request&) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return api_failed(snapshot.error());
    auto sections = (*snapshot)->sections();
    if (!sections) return api_failed(sections.error());
    auto most = most_read_cards(**snapshot);
    if (!most) return api_failed(most.error());
    Reply reply = api_reply(press::api::most_read(settings_.publication, *sections, *most));
    tag_most_read(reply.tags, *most);
    return reply;
}

}  // namespace warraq::site
