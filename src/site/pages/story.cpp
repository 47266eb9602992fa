// The story page.
#include <algorithm>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unordered_set>

#include "site/reader_site.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;
using serve::Request;

namespace {

constexpr std::size_t kRelated = 5;

}  // namespace

// A story that readers may know of: public or withdrawn.
Result<FoundPage> find_story(store::PublicReader& reader, std::string_view number) {
    const auto id = number_from(number);
    if (!id) return not_found("not a story's number");
    return find_story(reader, story::StoryId{*id});
}

Result<FoundPage> find_story(store::PublicReader& reader, story::StoryId id) {
    FoundPage found;
    auto story = reader.story(id);
    if (!story) return fail(story.error());
    found.story = std::move(*story);
    if (!found.story) {
        auto withdrawn = reader.withdrawn(id);
        if (!withdrawn) return fail(withdrawn.error());
        if (!*withdrawn) return not_found("no story that readers may see");
        found.withdrawn = std::move(*withdrawn);
        return found;
    }
    auto sections = reader.sections();
    if (!sections) return fail(sections.error());
    const story::Section* section = story::find_section(*sections, found.story->section);
    if (!section) return unavailable("a story's section is missing");
    found.section = *section;
    return found;
}

// What stands in the place of a story that was taken down. The same at any address that has its number, whose
// rest is not asked for: its own address tells its headline.
Reply ReaderSite::withdrawn_page(store::PublicReader& reader, const store::Withdrawn& withdrawn,
                                 const press::ReturnedComment& returned) {
    auto sections = reader.sections();
    if (!sections) return failed(sections.error());
    Reply reply = page(press_.withdrawn_page(withdrawn.why, *sections, returned));
    reply.status = 410;
    reply.cache_control = "no-store";  // it has more addresses than could be kept
    return reply;
}

Reply ReaderSite::story_page(const Request& request) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    auto found = find_story(**snapshot, request.capture("id"));
    if (!found) return failed(found.error());
    if (found->withdrawn) return withdrawn_page(**snapshot, *found->withdrawn);
    const story::Story& story = *found->story;
    const auto address = story::address_of(story, *found->section);
    if (address != request.path) return redirect(301, address);
    press::CommentForm form;
    form.token = form_token(story.id);
    const auto comment = request.parameter("comment");
    form.received = comment == "received";
    form.published = comment == "published";
    if (!comment.empty() && !form.received && !form.published) return redirect(301, address);
    if (const auto answered = request.parameter("reply"); !answered.empty()) {
        auto parent = answered_comment(**snapshot, story.id, answered);
        if (!parent) return failed(parent.error());
        if (!*parent) return redirect(303, address);
        form.parent = **parent;
    }
    const auto page = request.parameter("comments");
    const auto number = page.empty() ? std::optional<std::int64_t>(1) : number_from(page);
    if (!number || page == "1") return redirect(301, address);
    return show_story(**snapshot, story, *found->section, form, *number);
}

Reply ReaderSite::show_story(store::PublicReader& reader, const story::Story& story,
                             const story::Section& section, const press::CommentForm& form,
                             std::int64_t comments_page) {
    Reply reply = page({});
    auto parts = parts_of(reader, story, section, comments_page);
    if (!parts) return failed(parts.error());
    if (comments_page > 1 && parts->comments.threads.empty()) return not_found();
    reply.body = press_.story_page({story, section, parts->sections, shown(parts->topics),
                                    parts->related.cards, parts->related.latest, parts->comments, form});
    reply.last_modified = parts->newest;
    reply.view = story.id.value;
    reply.tags.insert(reply.tags.end(), parts->tags.begin(), parts->tags.end());
    return reply;
}

Result<std::string> ReaderSite::preview(story::Story story) {
    if (story.published == Instant{}) story.published = story.updated;
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto sections = (*snapshot)->sections();
    if (!sections) return fail(sections.error());
    const auto* section = story::find_section(*sections, story.section);
    if (!section) return warraq::not_found("the story's section is not there");
    auto related = related_to(**snapshot, story);
    if (!related) return fail(related.error());
    std::vector<press::ShownTopic> topics;
    for (const story::Tag& tag : story.tags) topics.push_back({{.name = tag.name, .kind = tag.kind}, false});
    press::CommentsPart comments;
    comments.open = false;
    return press_.story_page(
        {story, *section, *sections, topics, related->cards, related->latest, comments, {}, true});
}

Result<ReaderSite::StoryParts> ReaderSite::parts_of(store::PublicReader& reader, const story::Story& story,
                                                    const story::Section& section,
                                                    std::int64_t comments_page) {
    StoryParts parts;
    auto sections = reader.sections();
    if (!sections) return fail(sections.error());
    auto related = related_to(reader, story);
    if (!related) return fail(related.error());
    auto topics = reader.topics_of(story.id);
    if (!topics) return fail(topics.error());
    auto comments = comments_of(reader, story, section, comments_page);
    if (!comments) return fail(comments.error());

    parts.newest = story.updated;
    for (const story::Thread& thread : comments->threads) {
        parts.newest = std::max(parts.newest, thread.comment.created);
        for (const story::Comment& answer : thread.replies)
            parts.newest = std::max(parts.newest, answer.created);
    }
    parts.tags.push_back(fmt::format("story:{}", story.id.value));
    parts.tags.push_back(fmt::format("related:{}", story.id.value));
    if (related->latest) parts.tags.push_back(fmt::format("section:{}", section.id.value));
    for (const story::Topic& topic : *topics) parts.tags.push_back(fmt::format("topic:{}", topic.id.value));
    for (const story::Person& person : story.bylines)
        parts.tags.push_back(fmt::format("person:{}", person.id.value));
    tag_cards(parts.tags, related->cards);
    std::erase_if(*topics, [](const story::Topic& topic) { return topic.hidden; });

    parts.sections = std::move(*sections);
    parts.related = std::move(*related);
    parts.topics = std::move(*topics);
    parts.comments = std::move(*comments);
    return parts;
}

std::vector<press::ShownTopic> ReaderSite::shown(const std::vector<story::Topic>& topics) const {
    std::vector<press::ShownTopic> shown;
    shown.reserve(topics.size());
    for (const story::Topic& topic : topics) shown.push_back({topic, settings::has_page(topic, settings_)});
    return shown;
}

// What the editors pinned, then what the index holds for near; where that is nothing yet, the section's
// latest.
Result<ReaderSite::Related> ReaderSite::related_to(store::PublicReader& reader, const story::Story& story) {
    std::vector<story::StoryId> wanted = story.related_pinned;
    if (auto near = index_.related(story.id)) wanted.insert(wanted.end(), near->begin(), near->end());
    std::unordered_set<story::StoryId> seen{story.id};
    seen.insert(story.related_excluded.begin(), story.related_excluded.end());
    std::erase_if(wanted, [&](story::StoryId id) { return !seen.insert(id).second; });
    auto related = store::public_cards(reader, wanted, kRelated);
    if (!related) return fail(related.error());
    if (!related->empty()) return Related{std::move(*related), false};
    auto latest = reader.cards({.section = story.section, .limit = static_cast<int>(kRelated) + 1});
    if (!latest) return fail(latest.error());
    std::erase_if(*latest, [&](const story::Card& card) { return seen.contains(card.id); });
    latest->resize(std::min(latest->size(), kRelated));
    return Related{std::move(*latest), true};
}

// /{section}/{id}: what people cut an address down to.
Reply ReaderSite::short_address(const Request& request) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    auto found = find_story(**snapshot, request.capture("id"));
    if (!found) return failed(found.error());
    if (found->withdrawn) return withdrawn_page(**snapshot, *found->withdrawn);
    return redirect(301, story::address_of(*found->story, *found->section));
}

}  // namespace warraq::site
