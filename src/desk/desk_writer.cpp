#include "desk/desk_writer.h"

namespace warraq::desk {

using ShownAs = store::PicturesWriter::ShownAs;

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
