// What is attached to a story: revisions, the working copy with unpublished changes, and notes. Part of
// DeskReader (desk_reader.h). Takes the story itself, which only someone with the right to it can have.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/stories/story_reader.h"
#include "store/store.h"

namespace warraq::desk {

class StoryHistory {
  public:
    StoryHistory(store::Reader& all, StoryReader& stories) : all_(all), stories_(stories) {}

    std::vector<store::Revision> revisions(const story::Story& story, int limit);  // without contents
    store::Revision revision(const story::Story& story, std::int64_t id);          // of this story
    std::optional<store::WorkingCopy> working_copy(const story::Story& story);
    std::vector<store::Note> notes(const story::Story& story);

  private:
    std::string shown_content(const std::string& content);

    store::Reader& all_;
    StoryReader& stories_;
};

}  // namespace warraq::desk
