// Stories and what stands beside them, as they are written. Part of DeskWriter (desk_writer.h): whoever calls
// has asked for the right to a story by reading it in the same transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "desk/stories/story_reader.h"
#include "store/store.h"

namespace warraq::desk {

class StoryWriter {
  public:
    StoryWriter(store::Writer& all, StoryReader& stories) : all_(all), stories_(stories) {}

    story::StoryId add(const story::Story& story);  // theirs
    void save(const story::Story& story);
    // From here on the story's owner may see this file of the newsroom's.
    void show_to_owner(const story::Story& story, const std::string& file);
    story::Person person_for(std::string_view name);

    // As they are kept, to be kept again: nothing is answered out of their contents.
    store::Revision stored_revision(std::int64_t id);
    std::optional<store::WorkingCopy> stored_working_copy(const story::Story& story);
    void add_revision(const store::Revision& revision, Instant since);  // as store::DeskStoriesWriter
    // Its version in the store grows by one.
    void keep_working_copy(const story::Story& story, const std::string& content);
    void keep_working_copy(const story::Story& story, const store::WorkingCopy& copy);  // by whom it says
    void drop_working_copy(const story::Story& story);
    void add_note(const story::Story& story, const std::string& text);

  private:
    store::Writer& all_;
    StoryReader& stories_;
};

}  // namespace warraq::desk
