// A file that is written piece by piece, gzipped where its name ends in .gz, and is there whole or not at
// all; or standard output.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace warraq::archive {

class FileWriter {
  public:
    // "-" is standard output. Error: Unavailable.
    static Result<FileWriter> create(const std::filesystem::path& file);
    FileWriter(FileWriter&&) noexcept;
    FileWriter& operator=(FileWriter&&) noexcept;
    ~FileWriter();  // without finish(), the file is not there

    Result<void> write(std::string_view piece);
    Result<void> finish();

  private:
    struct File;
    explicit FileWriter(std::unique_ptr<File> file);
    std::unique_ptr<File> file_;
};

}  // namespace warraq::archive
