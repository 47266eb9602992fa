// A transaction of the desk's, bound to who asks: what may be read is read as by DeskReader, and what is
// written goes through here.
//
//     newsroom_.transact(visitor, [&](DeskWriter& writer) {            // desk/desk_store.h
//         Story story = writer.writable(id);
//         story.headline = "…";
//         writer.save(story);
//     });
//
// Who calls has asked for the right to a story by reading it here (writable() or story()). Calls throw a
// Problem, which undoes the transaction. Nothing is answered out of the contents of stored_revision() and
// stored_working_copy(): those are as they are kept, to be kept again.
#pragma once

#include <span>

#include "desk/desk_reader.h"

namespace warraq::desk {

class DeskWriter : public DeskReader {
  public:
    DeskWriter(store::Writer& all, const story::User& who) : DeskReader(all, who), all_(all) {}

    story::StoryId add(const story::Story& story);  // theirs
    void save(const story::Story& story);
    // From here on the story's owner may see this file of the newsroom's.
    void show_to_owner(const story::Story& story, const std::string& file);
    story::Person person_for(std::string_view name);

    store::Revision stored_revision(std::int64_t id);
    std::optional<store::WorkingCopy> stored_working_copy(const story::Story& story);
    void add_revision(const store::Revision& revision, Instant since);  // as store::DeskStoriesWriter
    // Its version in the store grows by one.
    void keep_working_copy(const story::Story& story, const std::string& content);
    void keep_working_copy(const story::Story& story, const store::WorkingCopy& copy);  // by whom it says
    void drop_working_copy(const story::Story& story);
    void add_note(const story::Story& story, const std::string& text);

    void add_picture(const story::Image& image);  // that they uploaded

    story::Comment comment(story::CommentId id);
    void moderate(story::CommentId id, story::CommentStatus status);
    void edit_comment(story::CommentId id, std::string_view text);

    void place_front(std::span<const story::FrontPlace> places);

    void record(std::string_view action, std::string_view subject, std::string_view detail);

  private:
    store::Writer& all_;
};

}  // namespace warraq::desk
