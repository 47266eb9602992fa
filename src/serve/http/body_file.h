// Where bodies go that are too large to hold: a file without a name each, which is gone when it is closed,
// however the program ends.
//
//     const auto files = body_files_in(data);
//     auto file = files->make();                  // touches no disk yet
//     if (const int status = file->append(piece)) return refuse(status);
//     const auto bytes = file->map();
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

namespace warraq::serve {

// Used by one thread at a time, which may wait; ending it may wait too.
class BodyFile {
  public:
    virtual ~BodyFile() = default;

    // 0, or the status that tells the sender: 507 where the disk has no room, 503 where it failed.
    virtual int append(std::string_view piece) = 0;
    // All that was appended, for as long as this lives; nullopt where it cannot be read.
    virtual std::optional<std::string_view> map() = 0;
};

// Thread-safe. The simulator of connections has one of its own, without a disk.
class BodyFiles {
  public:
    virtual ~BodyFiles() = default;
    virtual std::unique_ptr<BodyFile> make() = 0;  // does not wait
};

// Bytes of the disk that bodies leave to the database and whatever else is on it.
inline constexpr std::uint64_t kKeptFree = 64u << 20;

// Files in `folder`, of mode 0600. What fails is told in the log.
std::shared_ptr<BodyFiles> body_files_in(std::filesystem::path folder, std::uint64_t kept_free = kKeptFree);

}  // namespace warraq::serve
