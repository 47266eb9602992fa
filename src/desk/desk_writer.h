// A transaction of the desk, bound to one user. It reads as DeskReader does; all that the desk's calls write
// of stories goes through here.
//
//     newsroom.transact(visitor, [&](DeskWriter& writer) {            // desk/desk_store.h
//         Story story = writer.writable(id);
//         story.headline = "…";
//         writer.save(story);
//     });
//
// The caller must have read a story here, by writable() or story(), before writing it: that checks the right
// to it. Calls throw a Problem, which rolls the transaction back.
#pragma once

#include <span>

#include "desk/desk_reader.h"
#include "desk/stories/story_writer.h"

namespace warraq::desk {

class DeskWriter : public DeskReader, public StoryWriter {
  public:
    DeskWriter(store::Writer& all, const story::User& asks)
        : DeskReader(all, asks), StoryWriter(all, static_cast<StoryReader&>(*this)), all_(all) {}

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
