// Files on their way into and out of backups. Internal to the room. Errors are Unavailable, with path and
// reason.
#pragma once

#include <filesystem>
#include <system_error>

#include "archive/backup_manifest.h"

namespace warraq::archive {

tl::unexpected<Error> cannot(std::string_view what, const std::filesystem::path& path,
                             const std::error_code& error);

// Whether it is there.
Result<bool> is_there(const std::filesystem::path& path);

// What a manifest says of the file as it lies there.
Result<BackupEntry> entry_of(const std::filesystem::path& file, std::string name);

// On disk when it returns; written beside its place first, and as open to others as the umask has it, not as
// `from` is.
Result<void> copy_durably(const std::filesystem::path& from, const std::filesystem::path& to);

// What a backup that was killed left behind in the folder a day ago or earlier, by how its name begins and
// ends: someone may be writing what is newer.
void remove_leftovers(const std::filesystem::path& folder, std::string_view start, std::string_view end);

// A folder that is gone with all that is in it unless it was kept.
class Scratch {
  public:
    // What an earlier one of that name left goes first.
    static Result<Scratch> make(std::filesystem::path folder);
    // Where the system has such (TMPDIR), for its owner alone.
    static Result<Scratch> temporary();
    Scratch(Scratch&& other) noexcept : folder_(std::exchange(other.folder_, {})) {}
    Scratch& operator=(Scratch&&) = delete;
    ~Scratch();

    const std::filesystem::path& path() const { return folder_; }
    void keep() { folder_.clear(); }

  private:
    explicit Scratch(std::filesystem::path folder) : folder_(std::move(folder)) {}

    std::filesystem::path folder_;  // empty: kept
};

}  // namespace warraq::archive
