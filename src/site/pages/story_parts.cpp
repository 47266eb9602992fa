// What is shown beside a story: related stories, topics, comments.
#include "site/pages/story_parts.h"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_set>

#include "site/comments/thread.h"
#include "site/pages/page_tags.h"
#include "store/public_cards.h"

namespace warraq::site {
namespace {

constexpr std::size_t kRelated = 5;

}  // namespace

Result<StoryParts> story_parts(ReadContext& context, const story::Story& story, const story::Section& section,
                               std::int64_t comments_page) {
    StoryParts parts;
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    auto related = related_to(context, story);
    if (!related) return fail(related.error());
    auto topics = context.reader.topics_of(story.id);
    if (!topics) return fail(topics.error());
    auto comments = comments_of(context, story, section, comments_page);
    if (!comments) return fail(comments.error());

    parts.tags.push_back(fmt::format("story:{}", story.id.value));
    parts.tags.push_back(fmt::format("related:{}", story.id.value));
    if (related->latest) parts.tags.push_back(fmt::format("section:{}", section.id.value));
    for (const story::Topic& topic : *topics) parts.tags.push_back(fmt::format("topic:{}", topic.id.value));
    for (const story::Person& person : story.bylines)
        parts.tags.push_back(fmt::format("person:{}", person.id.value));
    tag_cards(parts.tags, related->cards);
    std::erase_if(*topics, [](const story::Topic& topic) { return topic.hidden; });

    parts.sections = *sections;
    parts.related = std::move(*related);
    parts.topics = std::move(*topics);
    parts.comments = std::move(*comments);
    return parts;
}

std::vector<press::ShownTopic> shown_topics(const SiteState& site, const std::vector<story::Topic>& topics) {
    std::vector<press::ShownTopic> shown;
    shown.reserve(topics.size());
    for (const story::Topic& topic : topics)
        shown.push_back({topic, settings::has_page(topic, site.settings)});
    return shown;
}

Result<RelatedStories> related_to(ReadContext& context, const story::Story& story) {
    std::vector<story::StoryId> wanted = story.related_pinned;
    if (auto near = context.site.index.related(story.id))
        wanted.insert(wanted.end(), near->begin(), near->end());
    std::unordered_set<story::StoryId> seen{story.id};
    seen.insert(story.related_excluded.begin(), story.related_excluded.end());
    std::erase_if(wanted, [&](story::StoryId id) { return !seen.insert(id).second; });
    auto related = store::public_cards(context.reader, wanted, kRelated);
    if (!related) return fail(related.error());
    if (!related->empty()) return RelatedStories{std::move(*related), false};
    auto latest = context.reader.cards({.section = story.section, .limit = static_cast<int>(kRelated) + 1});
    if (!latest) return fail(latest.error());
    std::erase_if(*latest, [&](const story::Card& card) { return seen.contains(card.id); });
    latest->resize(std::min(latest->size(), kRelated));
    return RelatedStories{std::move(*latest), true};
}

}  // namespace warraq::site
