#include "story/topic.h"

#include <algorithm>
#include <array>

namespace warraq::story {
namespace {

constexpr std::array<std::string_view, 4> kKinds = {"topic", "person", "place", "organisation"};

}  // namespace

std::string_view to_string(TopicKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

std::optional<TopicKind> topic_kind_from(std::string_view text) {
    const auto found = std::find(kKinds.begin(), kKinds.end(), text);
    if (found == kKinds.end()) return std::nullopt;
    return static_cast<TopicKind>(found - kKinds.begin());
}

}  // namespace warraq::story
