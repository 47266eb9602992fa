// Writes stories and what is attached to them. Part of DeskWriter (desk_writer.h).
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

    story::StoryId add(const story::Story& story);  // the user becomes its owner
    void save(const story::Story& story);
    // From here on the story's owner may see this file of the newsroom's.
    void show_to_owner(const story::Story& story, const std::string& file);
    story::Person person_for(std::string_view name);

    // As stored, without what the user may not know taken out: to be stored again, never to be sent.
    store::Revision stored_revision(std::int64_t id);
    std::optional<store::WorkingCopy> stored_working_copy(const story::Story& story);
    void add_revision(const store::Revision& revision, Instant since);  // as store::DeskStoriesWriter
    // Its version in the store grows by one.
    void keep_working_copy(const story::Story& story, const std::string& content);
    void keep_working_copy(const story::Story& story, const store::WorkingCopy& copy);  // by its own user
    void drop_working_copy(const story::Story& story);
    void add_note(const story::Story& story, const std::string& text);

  private:
    store::Writer& all_;
    StoryReader& stories_;
};

}  // namespace warraq::desk
