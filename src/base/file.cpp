#include "base/file.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utility>

#include "base/blocking.h"
#include "base/number.h"

namespace warraq {
namespace {

std::string reason(const std::filesystem::path& path, std::string_view doing) {
    return fmt::format("{} {}: {}", doing, path.string(), std::strerror(errno));
}

tl::unexpected<Error> system_error(const std::filesystem::path& path, std::string_view doing) {
    return unavailable(reason(path, doing));
}

bool write_all(int file, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

constexpr std::string_view kUnfinished = ".new";
constexpr std::time_t kUnfinishedLife = 24 * 60 * 60;  // seconds

// As open_beside() names them.
bool is_unfinished(std::string_view name) {
    if (!name.ends_with(kUnfinished)) return false;
    name.remove_suffix(kUnfinished.size());
    const auto numbers = name.substr(std::min(name.rfind('.') + 1, name.size()));
    const auto dash = numbers.find('-');
    return dash != numbers.npos && number_from(numbers.substr(0, dash)) &&
           number_from(numbers.substr(dash + 1));
}

// A name of its own for each: others may write the same file at the same time.
int open_beside(const std::filesystem::path& path, unsigned mode, std::filesystem::path& beside) {
    static std::atomic<unsigned> count{0};
    int file = -1;
    do {
        beside = path;
        beside += fmt::format(".{}-{}{}", ::getpid(), ++count, kUnfinished);
        file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    } while (file < 0 && errno == EEXIST);  // one that a process of that number left behind
    return file;
}

Result<std::uint64_t> size_of(int file, const std::filesystem::path& path) {
    struct stat about {};
    if (::fstat(file, &about) != 0) return system_error(path, "cannot read");
    if (!S_ISREG(about.st_mode)) return not_found(fmt::format("cannot read {}: not a file", path.string()));
    return static_cast<std::uint64_t>(about.st_size);
}

Result<std::string> read_at(int file, const std::filesystem::path& path, std::uint64_t offset,
                            std::size_t size) {
    std::string content(size, '\0');
    std::size_t at = 0;
    while (at < size) {
        const ssize_t got = ::pread(file, content.data() + at, size - at, static_cast<off_t>(offset + at));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return system_error(path, "cannot read");
        if (got == 0) return unavailable(fmt::format("{} became shorter while it was read", path.string()));
        at += static_cast<std::size_t>(got);
    }
    return content;
}

Result<std::string> read_all(int file, const std::filesystem::path& path, std::size_t max_bytes) {
    const auto size = size_of(file, path);
    if (!size) return fail(size.error());
    if (*size > max_bytes)
        return invalid(fmt::format("{} is larger than {} bytes", path.string(), max_bytes));
    return read_at(file, path, 0, static_cast<std::size_t>(*size));
}

Result<int> open_to_read(const std::filesystem::path& path) {
    assert_may_block("read a file");
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG))
        return not_found(reason(path, "cannot read"));
    if (file < 0) return system_error(path, "cannot read");
    return file;
}

// Opens the file for `read(descriptor)` and closes it.
template <class Read>
auto with_file(const std::filesystem::path& path, Read read) -> decltype(read(0)) {
    const auto file = open_to_read(path);
    if (!file) return fail(file.error());
    auto out = read(*file);
    ::close(*file);
    return out;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
    return with_file(path, [&](int file) { return read_all(file, path, max_bytes); });
}

Result<std::uint64_t> size_of_file(const std::filesystem::path& path) {
    return with_file(path, [&](int file) { return size_of(file, path); });
}

Result<std::string> read_part(const std::filesystem::path& path, std::uint64_t offset, std::size_t size) {
    const auto file = ReadFile::open(path);
    return file ? file->read(offset, size) : fail(file.error());
}

Result<ReadFile> ReadFile::open(const std::filesystem::path& path) {
    const auto file = open_to_read(path);
    if (!file) return fail(file.error());
    return ReadFile(path, *file);
}

ReadFile::ReadFile(ReadFile&& other) noexcept
    : path_(std::move(other.path_)), file_(std::exchange(other.file_, -1)) {}

ReadFile::~ReadFile() {
    if (file_ >= 0) ::close(file_);
}

Result<std::string> ReadFile::read(std::uint64_t offset, std::size_t size) const {
    assert_may_block("read a file");
    return read_at(file_, path_, offset, size);
}

// preadv2(2): RWF_NOWAIT gives what is in the page cache. Some file systems refuse it.
std::optional<std::string> ReadFile::read_ready(std::uint64_t offset, std::size_t size) const {
    std::string content(size, '\0');
    const iovec room{content.data(), size};
    const ssize_t got = ::preadv2(file_, &room, 1, static_cast<off_t>(offset), RWF_NOWAIT);
    return got == static_cast<ssize_t>(size) ? std::optional(std::move(content)) : std::nullopt;
}

Result<void> write_file(const std::filesystem::path& path, std::string_view content, unsigned mode) {
    auto file = NewFile::make(path, mode);
    if (!file) return fail(file.error());
    if (auto added = file->append(content); !added) return added;
    return file->keep();
}

Result<NewFile> NewFile::make(const std::filesystem::path& path, unsigned mode) {
    assert_may_block("write a file");
    std::filesystem::path beside;
    const int file = open_beside(path, mode, beside);
    if (file < 0) return system_error(path, "cannot write");
    return NewFile(path, std::move(beside), file);
}

NewFile::NewFile(std::filesystem::path path, std::filesystem::path beside, int file)
    : path_(std::move(path)), beside_(std::move(beside)), file_(file) {}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)),
      beside_(std::move(other.beside_)),
      file_(std::exchange(other.file_, -1)) {}

NewFile::~NewFile() {
    if (file_ < 0) return;
    ::close(file_);
    ::unlink(beside_.c_str());
}

Result<void> NewFile::append(std::string_view piece) {
    return write_all(file_, piece) ? Result<void>{} : system_error(path_, "cannot write");
}

Result<void> NewFile::keep() {
    const bool synced = ::fsync(file_) == 0;
    if (!synced || ::rename(beside_.c_str(), path_.c_str()) != 0) return system_error(path_, "cannot write");
    if (::close(std::exchange(file_, -1)) != 0) return system_error(path_, "cannot write");
    // A file system that cannot sync its folder has renamed all the same.
    (void)sync_to_disk(path_.has_parent_path() ? path_.parent_path() : ".");
    return {};
}

Result<int> remove_unfinished_files(const std::filesystem::path& folder) {
    assert_may_block("remove unfinished files");
    namespace fs = std::filesystem;
    std::error_code error;
    int removed = 0;
    const auto long_ago = std::time(nullptr) - kUnfinishedLife;
    for (auto at = fs::directory_iterator(folder, error); !error && at != fs::end(at); at.increment(error)) {
        if (!is_unfinished(at->path().filename().string())) continue;
        struct stat about {};
        if (::lstat(at->path().c_str(), &about) != 0 || !S_ISREG(about.st_mode)) continue;
        if (about.st_mtime < long_ago && ::unlink(at->path().c_str()) == 0) ++removed;
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return unavailable(fmt::format("cannot read {}: {}", folder.string(), error.message()));
    return removed;
}

Result<void> sync_to_disk(const std::filesystem::path& path) {
    assert_may_block("sync a file to disk");
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return system_error(path, "cannot read");
    const bool kept = ::fsync(file) == 0;
    ::close(file);
    return kept ? Result<void>{} : system_error(path, "cannot keep");
}

}  // namespace warraq
