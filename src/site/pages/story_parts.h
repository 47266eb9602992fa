// What goes with a story on its page and in /api/v1: related stories, topics, comments.
#pragma once

#include "site/context.h"

namespace warraq::site {

struct RelatedStories {
    std::vector<story::Card> cards;
    bool latest = false;  // the section's latest, for want of related ones
};
// Stories that editors pinned, then those that the index finds similar; the section's latest where there are
// none.
Result<RelatedStories> related_to(ReadContext& context, const story::Story& story);

struct StoryParts {
    std::span<const story::Section> sections;
    RelatedStories related;
    std::vector<story::Topic> topics;  // without hidden ones
    press::CommentsPart comments;
    std::vector<std::string> tags;  // of a page that shows the story and all of this
};
// Error: NotFound where the story has no such page of comments; Unavailable.
Result<StoryParts> story_parts(ReadContext& context, const story::Story& story, const story::Section& section,
                               std::int64_t comments_page);

// The result refers to `topics`.
std::vector<press::ShownTopic> shown_topics(const SiteState& site, const std::vector<story::Topic>& topics);

}  // namespace warraq::site
