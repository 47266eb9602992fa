// The notes of an import as a table, one line each: post, type, what, times.
#pragma once

#include <filesystem>
#include <fstream>

#include "wordpress/import.h"

namespace warraq::wordpress {

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

}  // namespace warraq::wordpress
