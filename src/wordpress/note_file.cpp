#include "wordpress/note_file.h"

#include <algorithm>
#include <fmt/format.h>

namespace warraq::wordpress {

Result<NoteFile> NoteFile::open(const std::filesystem::path& file) {
    NoteFile notes(file);
    notes.out_.open(file, std::ios::binary | std::ios::trunc);
    if (!notes.out_) return unavailable(fmt::format("cannot write {}", file.string()));
    notes.out_ << "post\ttype\twhat\ttimes\n";
    return notes;
}

void NoteFile::write(const WordpressNote& note) {
    std::string what = note.kind;
    std::replace_if(
        what.begin(), what.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    out_ << (note.post > 0 ? std::to_string(note.post) : "-") << '\t' << note.type << '\t' << what << '\t'
         << note.times << '\n';
}

Result<void> NoteFile::close() {
    out_.close();
    if (out_.fail()) return unavailable(fmt::format("cannot write {}", file_.string()));
    return {};
}

}  // namespace warraq::wordpress
