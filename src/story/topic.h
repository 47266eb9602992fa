// What stories are about: a topic, or a person, place or organisation that they name. A story carries tags,
// which are names as written; the store makes one topic of all spellings of a name, and editors merge, rename
// and hide them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "story/ids.h"

namespace warraq::story {

enum class TopicKind : std::uint8_t { Topic, Person, Place, Organisation };

struct Tag {
    std::string name;
    TopicKind kind = TopicKind::Topic;
    bool operator==(const Tag&) const = default;
};

struct Topic {
    TopicId id;
    std::string slug;
    std::string name;
    TopicKind kind = TopicKind::Topic;
    bool hidden = false;       // an editor wants no page of it
    std::int64_t stories = 0;  // public ones
};

std::string_view to_string(TopicKind kind);  // "person" …
std::optional<TopicKind> topic_kind_from(std::string_view text);

}  // namespace warraq::story
