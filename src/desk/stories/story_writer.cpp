#include "desk/stories/story_writer.h"

#include "desk/problem.h"

namespace warraq::desk {

using store::Revision;
using story::Story;
using ShownAs = store::PicturesWriter::ShownAs;

story::StoryId StoryWriter::add(const Story& story) {
    const auto id = value_or_throw(all_.save(story));
    value_or_throw(all_.set_owner(id, stories_.who().id));
    return id;
}

void StoryWriter::save(const Story& story) {
    value_or_throw(all_.save(story));
}

void StoryWriter::show_to_owner(const Story& story, const std::string& file) {
    value_or_throw(all_.show_file_to(stories_.owner_of(story), file, ShownAs::Owner));
}

story::Person StoryWriter::person_for(std::string_view name) {
    return value_or_throw(all_.person_for(name));
}

Revision StoryWriter::stored_revision(std::int64_t id) {
    return value_or_throw(all_.revision(id), "revision");
}

std::optional<store::WorkingCopy> StoryWriter::stored_working_copy(const Story& story) {
    return value_or_throw(all_.working_copy(story.id));
}

void StoryWriter::add_revision(const Revision& revision, Instant since) {
    value_or_throw(all_.add_revision(revision, since));
}

void StoryWriter::keep_working_copy(const Story& story, const std::string& content) {
    keep_working_copy(story, {stories_.who().id, now(), content});
}

void StoryWriter::keep_working_copy(const Story& story, const store::WorkingCopy& copy) {
    value_or_throw(all_.keep_working_copy(story.id, copy));
}

void StoryWriter::drop_working_copy(const Story& story) {
    value_or_throw(all_.drop_working_copy(story.id));
}

void StoryWriter::add_note(const Story& story, const std::string& text) {
    value_or_throw(all_.add_note(story.id, {0, stories_.who().id, now(), text}));
}

}  // namespace warraq::desk
