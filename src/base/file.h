// Whole small files, read and written. Writing is atomic and durable: a reader sees the old bytes or the new
// ones.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace warraq {

// Error: NotFound, Invalid (larger than `max_bytes`) or Unavailable, with the path.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes = 64u << 20);

// Writes beside the target, syncs, renames. `mode` is the new file's permission bits.
// Error: Unavailable, with the path and the system's reason.
Result<void> write_file(const std::filesystem::path& path, std::string_view content, unsigned mode = 0644);

// What was written to the file, or to the names in the folder, is on disk when it returns. Error:
// Unavailable.
Result<void> sync_to_disk(const std::filesystem::path& path);

}  // namespace warraq
