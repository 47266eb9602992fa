// What is shown beside a story, on its page and in /api/v1.
#pragma once

#include "site/context.h"

namespace warraq::site {

struct RelatedStories {
    std::vector<story::Card> cards;
    bool latest = false;  // of the section, because nothing nearer is known
};
// What the editors pinned, then what the index holds for near; where that is nothing yet, the section's
// latest.
Result<RelatedStories> related_to(ReadContext& context, const story::Story& story);

struct StoryParts {
    std::span<const story::Section> sections;
    RelatedStories related;
    std::vector<story::Topic> topics;  // not the hidden ones
    press::CommentsPart comments;
    std::vector<std::string> tags;  // of a page that shows all of it and the story
    Instant newest{};               // of the story and its comments
};
// Error: NotFound where the story has no such page of comments; Unavailable.
Result<StoryParts> story_parts(ReadContext& context, const story::Story& story, const story::Section& section,
                               std::int64_t comments_page);

// They point to `topics`.
std::vector<press::ShownTopic> shown_topics(const SiteState& site, const std::vector<story::Topic>& topics);

}  // namespace warraq::site
