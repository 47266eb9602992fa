// Readers' comments as moderators see them. Part of DeskReader (desk_reader.h).
#pragma once

#include <optional>
#include <vector>

#include "desk/stories/story_reader.h"
#include "store/store.h"

namespace warraq::desk {

// A reader's comment and its story; nullopt for a story that the user may not know of.
struct CommentToModerate {
    store::ModeratedComment comment;
    std::optional<story::Card> story;
};

class CommentReader {
  public:
    CommentReader(store::Reader& all, StoryReader& stories) : all_(all), stories_(stories) {}

    std::vector<CommentToModerate> comments(story::CommentStatus status, int limit);
    std::int64_t pending_comments();

  private:
    store::Reader& all_;
    StoryReader& stories_;
};

}  // namespace warraq::desk
