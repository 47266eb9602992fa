// Strong identifiers: a StoryId is never mistaken for a SectionId. Zero means "not stored yet".
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace warraq::story {

template <class Noun>
struct Id {
    std::int64_t value = 0;
    // clang-tidy takes the 0 that an order is compared with for a pointer.
    auto operator<=>(const Id&) const = default;  // NOLINT(modernize-use-nullptr)
    explicit operator bool() const { return value > 0; }
};

using StoryId = Id<struct StoryNoun>;
using SectionId = Id<struct SectionNoun>;
using PersonId = Id<struct PersonNoun>;
using TopicId = Id<struct TopicNoun>;
using CommentId = Id<struct CommentNoun>;
using UserId = Id<struct UserNoun>;

}  // namespace warraq::story

template <class Noun>
struct std::hash<warraq::story::Id<Noun>> {
    std::size_t operator()(const warraq::story::Id<Noun>& id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
