// The notes of an import as a table, one line each: post, type, what, times.
#pragma once

#include <filesystem>
#include <fstream>

#include "move/import_wordpress.h"

namespace warraq::move {

class NoteFile {
  public:
    // Error: Unavailable.
    static Result<NoteFile> open(const std::filesystem::path& file);

    void write(const WordpressNote& note);
    Result<void> close();  // Error: Unavailable, when not all could be written

  private:
    explicit NoteFile(std::filesystem::path file) : file_(std::move(file)) {}

    std::filesystem::path file_;
    std::ofstream out_;
};

}  // namespace warraq::move
