// The bytes of a file, gzipped or not, piece by piece: memory does not grow with the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "base/result.h"

namespace warraq::move {

class FileReader {
  public:
    // Error: NotFound.
    static Result<FileReader> open(const std::filesystem::path& file);
    FileReader(FileReader&&) noexcept;
    FileReader& operator=(FileReader&&) noexcept;
    ~FileReader();

    // How many bytes were read into `out`; 0 at the end. Error: Invalid, for a file that is cut short or
    // damaged.
    Result<std::size_t> read(std::span<char> out);

    std::uint64_t bytes_read() const;  // of the file as it lies on disk
    std::uint64_t bytes_total() const;

  private:
    struct File;
    explicit FileReader(std::unique_ptr<File> file);
    std::unique_ptr<File> file_;
};

}  // namespace warraq::move
