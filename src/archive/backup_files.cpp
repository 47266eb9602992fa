#include "archive/backup_files.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>

#include "base/crypto.h"
#include "base/file.h"

namespace warraq::archive {

namespace fs = std::filesystem;

tl::unexpected<Error> cannot(std::string_view what, const fs::path& path, const std::error_code& error) {
    return unavailable(fmt::format("cannot {} {}: {}", what, path.string(), error.message()));
}

Result<bool> is_there(const fs::path& path) {
    std::error_code error;
    const bool there = fs::exists(path, error);
    return error ? Result<bool>(cannot("look for", path, error)) : Result<bool>(there);
}

Result<BackupEntry> entry_of(const fs::path& file, std::string name) {
    auto hash = crypto::file_hash(file);
    if (!hash) return unavailable(fmt::format("cannot read {}", file.string()));
    std::error_code error;
    const auto bytes = fs::file_size(file, error);
    if (error) return cannot("read", file, error);
    return BackupEntry{std::move(*hash), bytes, std::move(name)};
}

Result<void> copy_durably(const fs::path& from, const fs::path& to) {
    constexpr std::size_t kPiece = 1u << 20;
    auto size = size_of_file(from);
    if (!size) return fail(size.error());
    auto file = NewFile::make(to);
    if (!file) return fail(file.error());
    for (std::uint64_t at = 0; at < *size; at += kPiece) {
        auto piece =
            read_part(from, at, static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, *size - at)));
        if (!piece) return fail(piece.error());
        if (auto added = file->append(*piece); !added) return added;
    }
    return file->keep();
}

void remove_leftovers(const fs::path& folder, std::string_view start, std::string_view end) {
    const auto yesterday = fs::file_time_type::clock::now() - std::chrono::hours(24);
    std::error_code error;
    for (auto at = fs::directory_iterator(folder, error); !error && at != fs::end(at); at.increment(error)) {
        const std::string name = at->path().filename().string();
        std::error_code gone;
        if (name.starts_with(start) && name.ends_with(end) && at->last_write_time(gone) < yesterday && !gone)
            fs::remove_all(at->path(), gone);
    }
}

Result<Scratch> Scratch::make(fs::path folder) {
    std::error_code error;
    fs::remove_all(folder, error);
    if (folder.has_parent_path()) fs::create_directories(folder.parent_path(), error);
    // One that someone else put there meanwhile is not used.
    const bool made = fs::create_directory(folder, error);
    if (error) return cannot("make", folder, error);
    if (!made) return cannot("make", folder, std::make_error_code(std::errc::file_exists));
    return Scratch(std::move(folder));
}

Result<Scratch> Scratch::temporary() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "warraq-XXXXXX").string();
    if (error || !mkdtemp(name.data()))
        return unavailable(fmt::format("cannot make a temporary folder: {}", std::strerror(errno)));
    return Scratch(name);
}

Scratch::~Scratch() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

}  // namespace warraq::archive
