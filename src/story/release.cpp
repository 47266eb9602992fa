#include "story/release.h"

#include <algorithm>

namespace warraq::story {

Instant due_at(const Story& story) {
    return std::max(story.published, story.embargo);
}

Result<void> check_release(const Story& story, Instant now) {
    if (!is_public(story.status) || story.embargo <= now) return {};
    return refused("nothing of the story is published before " + to_iso8601(story.embargo));
}

Status status_on_arrival(const Story& story, Instant now) {
    return is_public(story.status) && due_at(story) > now ? Status::Scheduled : story.status;
}

}  // namespace warraq::story
