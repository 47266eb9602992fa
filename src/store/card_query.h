// Which public stories a list has.
#pragma once

#include <optional>

#include "base/time.h"
#include "story/ids.h"

namespace warraq::store {

// Public stories, pages aside, newest first by (published, id).
struct CardQuery {
    std::optional<story::SectionId> section;
    std::optional<story::PersonId> person;
    std::optional<story::TopicId> topic;  // at most one of the three
    // Published within [from, until); with none of the three.
    struct Period {
        Instant from{}, until{};
    };
    std::optional<Period> period = {};
    // A page of a river is named by the public story next to it, so that it stays the same while news
    // arrives:
    story::StoryId older_than;  // at most one of the two
    story::StoryId newer_than;  // the ones just above it; still newest first
    int limit = 20;
};

}  // namespace warraq::store
