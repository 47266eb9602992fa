// The bytes of a file, gzipped or not, piece by piece: memory does not grow with the file.
//
// What a gzipped file unpacks to is bounded by its own size, so that a small file cannot keep a reader busy
// for hours: kFreeBytes, and kMostRatio bytes more for each of the file's. A stream of kMostBarren bytes that
// unpack to nothing (empty blocks, empty members) is refused too: every call returns soon.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "base/result.h"

namespace warraq::archive {

class FileReader {
  public:
    static constexpr std::uint64_t kFreeBytes = 64u << 20;
    static constexpr std::uint64_t kMostRatio = 100;  // exports and story files have 4 to 30
    static constexpr std::size_t kMostBarren = 1u << 20;

    // Error: NotFound.
    static Result<FileReader> open(const std::filesystem::path& file);
    FileReader(FileReader&&) noexcept;
    FileReader& operator=(FileReader&&) noexcept;
    ~FileReader();

    // How many bytes were read into `out`; 0 at the end. Error: Invalid, for a file that is cut short,
    // damaged, or unpacks to more than it may; Unavailable when the disk fails.
    Result<std::size_t> read(std::span<char> out);

    std::uint64_t bytes_read() const;  // of the file as it lies on disk
    std::uint64_t bytes_total() const;

  private:
    struct File;
    explicit FileReader(std::unique_ptr<File> file);
    std::unique_ptr<File> file_;
};

}  // namespace warraq::archive
