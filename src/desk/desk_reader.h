// The newsroom's stories and everything attached to them, limited to what one user may read. The desk's calls
// read stories in no other way. Bound to that user and to one snapshot of the store.
//
//     DeskSnapshot reader = newsroom.read(visitor.user);            // desk/desk_store.h
//     const story::Story story = reader->story(id);                 // or a Problem: there is no such story
//     const auto notes = reader->notes(story);
//
// The rights are those of auth/permissions.h. What the user may not read behaves as if it did not exist:
// asked for by its number it is the same Problem as an unknown number, and lists leave it out.
//
// Belongs to the thread that took it. All calls throw a Problem: 404, or 503 for the database.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "desk/moderation/comment_reader.h"
#include "desk/pictures/picture_reader.h"
#include "desk/problem.h"
#include "desk/stories/story_history.h"
#include "desk/stories/story_reader.h"
#include "store/store.h"

namespace warraq::desk {

class DeskReader : public StoryReader, public StoryHistory, public PictureReader, public CommentReader {
  public:
    DeskReader(store::Reader& all, const story::User& asks)
        : StoryReader(all, asks),
          StoryHistory(all, static_cast<StoryReader&>(*this)),
          PictureReader(all, static_cast<StoryReader&>(*this)),
          CommentReader(all, static_cast<StoryReader&>(*this)),
          all_(all) {}
    DeskReader(const DeskReader&) = delete;  // its parts refer to each other
    DeskReader& operator=(const DeskReader&) = delete;

    // --- what is public, or known to all who work here
    store::PublicReader& public_view() { return all_.public_view(); }
    std::vector<story::FrontPlace> front_places();
    std::vector<story::Section> sections();
    std::optional<story::Section> section(std::string_view slug);
    std::optional<story::Person> person_named(std::string_view name);
    std::vector<story::User> users();

  private:
    store::Reader& all_;
};

}  // namespace warraq::desk
