// Files: small ones whole, large ones in pieces. Writing is atomic and durable: a reader sees the old bytes
// or the new ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace warraq {

// Error: NotFound, Invalid (larger than `max_bytes`) or Unavailable, with the path.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes = 64u << 20);

// Writes beside the target, syncs, renames. `mode` is the new file's permission bits.
// Error: Unavailable, with the path and the system's reason.
Result<void> write_file(const std::filesystem::path& path, std::string_view content, unsigned mode = 0644);

// Error: NotFound, also for what is no file; Unavailable.
Result<std::uint64_t> size_of_file(const std::filesystem::path& path);

// Bytes [offset, offset + size). Error: NotFound; Unavailable, also where the file is shorter.
Result<std::string> read_part(const std::filesystem::path& path, std::uint64_t offset, std::size_t size);

// One that is read more than once. Thread-safe; closing it may wait for the disk.
class ReadFile {
  public:
    // Error: NotFound; Unavailable.
    static Result<ReadFile> open(const std::filesystem::path& path);
    ReadFile(ReadFile&& other) noexcept;
    ReadFile& operator=(ReadFile&&) = delete;
    ~ReadFile();

    // As read_part().
    Result<std::string> read(std::uint64_t offset, std::size_t size) const;
    // The same bytes where the system has them in memory: does not wait. nullopt: not all, or it cannot tell.
    std::optional<std::string> read_ready(std::uint64_t offset, std::size_t size) const;

  private:
    ReadFile(std::filesystem::path path, int file) : path_(std::move(path)), file_(file) {}

    std::filesystem::path path_;
    int file_;  // -1: moved from
};

// A file that is written piece by piece beside its place, and takes it with keep(); without, nothing of it
// stays.
//
//     auto file = NewFile::make(folder / "film.mp4");
//     for (…) if (auto added = file->append(piece); !added) return fail(added.error());
//     return file->keep();
class NewFile {
  public:
    static Result<NewFile> make(const std::filesystem::path& path, unsigned mode = 0644);
    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&&) = delete;
    ~NewFile();

    // Error of both: Unavailable, with the path and the system's reason; then it is lost.
    Result<void> append(std::string_view piece);
    Result<void> keep();  // on disk when it returns

  private:
    NewFile(std::filesystem::path path, std::filesystem::path beside, int file);

    std::filesystem::path path_, beside_;
    int file_ = -1;  // -1: kept, or moved from
};

// Removes from `folder` what programs that were killed had begun to write, and nobody wrote to for a day. How
// many. Error: Unavailable.
Result<int> remove_unfinished_files(const std::filesystem::path& folder);

// What was written to the file, or to the names in the folder, is on disk when it returns. Error:
// Unavailable.
Result<void> sync_to_disk(const std::filesystem::path& path);

}  // namespace warraq
