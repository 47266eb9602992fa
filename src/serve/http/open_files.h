// Files that are sent piece by piece, kept open between pieces: of the least lately used ones, the
// descriptors are closed. What the system has in memory is read without a wait, so that the pieces of a film
// that many watch need no worker each.
//
//     OpenFiles files(256);
//     auto piece = files.read(path, 0, 32'768);            // on a worker: opens it, may wait for the disk
//     if (auto ready = files.read_ready(path, 32'768, 32'768)) send(*ready);   // anywhere
//
// For files that do not change while they are there under their names. Thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"

namespace warraq::serve {

class OpenFiles {
  public:
    // `most`: descriptors that are kept; some more are open while they are read from.
    explicit OpenFiles(std::size_t most) : most_(most) {}

    // Bytes [offset, offset + size). May wait for the disk. Error: NotFound; Unavailable, also where the file
    // is shorter.
    Result<std::string> read(const std::filesystem::path& path, std::uint64_t offset, std::size_t size);
    // The same bytes where the file is open and the system has them at hand: never waits. nullopt: read().
    std::optional<std::string> read_ready(const std::filesystem::path& path, std::uint64_t offset,
                                          std::size_t size);

  private:
    struct Open;
    using Place = std::list<std::shared_ptr<const Open>>::iterator;

    std::shared_ptr<const Open> find(std::string_view path);

    const std::size_t most_;
    std::mutex mutex_;
    std::list<std::shared_ptr<const Open>> open_;          // the latest used first
    std::unordered_map<std::string_view, Place> by_path_;  // views into open_
};

}  // namespace warraq::serve
