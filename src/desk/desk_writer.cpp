#include "desk/desk_writer.h"

namespace warraq::desk {

using store::Revision;
using story::Story;
using ShownAs = store::PicturesWriter::ShownAs;

story::StoryId DeskWriter::add(const Story& story) {
    const auto id = value_or_throw(all_.save(story));
    value_or_throw(all_.set_owner(id, who().id));
    return id;
}

void DeskWriter::save(const Story& story) {
    value_or_throw(all_.save(story));
}

void DeskWriter::show_to_owner(const Story& story, const std::string& file) {
    value_or_throw(all_.show_file_to(owner_of(story), file, ShownAs::Owner));
}

story::Person DeskWriter::person_for(std::string_view name) {
    return value_or_throw(all_.person_for(name));
}

Revision DeskWriter::stored_revision(std::int64_t id) {
    return value_or_throw(all_.revision(id), "revision");
}

std::optional<store::WorkingCopy> DeskWriter::stored_working_copy(const Story& story) {
    return value_or_throw(all_.working_copy(story.id));
}

void DeskWriter::add_revision(const Revision& revision, Instant since) {
    value_or_throw(all_.add_revision(revision, since));
}

void DeskWriter::keep_working_copy(const Story& story, const std::string& content) {
    keep_working_copy(story, {who().id, now(), content});
}

void DeskWriter::keep_working_copy(const Story& story, const store::WorkingCopy& copy) {
    value_or_throw(all_.keep_working_copy(story.id, copy));
}

void DeskWriter::drop_working_copy(const Story& story) {
    value_or_throw(all_.drop_working_copy(story.id));
}

void DeskWriter::add_note(const Story& story, const std::string& text) {
    value_or_throw(all_.add_note(story.id, {0, who().id, now(), text}));
}

void DeskWriter::add_picture(const story::Image& image) {
    value_or_throw(all_.add_picture(image));
    value_or_throw(all_.show_file_to(who().id, image.media, ShownAs::Uploader));
}

story::Comment DeskWriter::comment(story::CommentId id) {
    return value_or_throw(all_.comment(id), "comment");
}

void DeskWriter::moderate(story::CommentId id, story::CommentStatus status) {
    value_or_throw(all_.moderate(id, status));
}

void DeskWriter::edit_comment(story::CommentId id, std::string_view text) {
    value_or_throw(all_.edit_comment(id, text));
}

void DeskWriter::place_front(std::span<const story::FrontPlace> places) {
    value_or_throw(all_.place_front(places));
}

void DeskWriter::record(std::string_view action, std::string_view subject, std::string_view detail) {
    value_or_throw(all_.record(who().id, action, subject, detail));
}

}  // namespace warraq::desk
