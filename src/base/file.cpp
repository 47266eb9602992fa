#include "base/file.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/blocking.h"

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

// A name of its own for each: others may write the same file at the same time.
int open_beside(const std::filesystem::path& path, unsigned mode, std::filesystem::path& beside) {
    static std::atomic<unsigned> count{0};
    int file = -1;
    do {
        beside = path;
        beside += fmt::format(".{}-{}.new", ::getpid(), ++count);
        file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    } while (file < 0 && errno == EEXIST);  // one that a process of that number left behind
    return file;
}

Result<std::string> read_all(int file, const std::filesystem::path& path, std::size_t max_bytes) {
    struct stat about {};
    if (::fstat(file, &about) != 0) return system_error(path, "cannot read");
    if (!S_ISREG(about.st_mode)) return not_found(fmt::format("cannot read {}: not a file", path.string()));
    const auto size = static_cast<std::size_t>(about.st_size);
    if (size > max_bytes) return invalid(fmt::format("{} is larger than {} bytes", path.string(), max_bytes));
    std::string content(size, '\0');
    std::size_t at = 0;
    while (at < size) {
        const ssize_t got = ::read(file, content.data() + at, size - at);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return system_error(path, "cannot read");
        if (got == 0) return unavailable(fmt::format("{} became shorter while it was read", path.string()));
        at += static_cast<std::size_t>(got);
    }
    return content;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
    assert_may_block("read a file");
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG))
        return not_found(reason(path, "cannot read"));
    if (file < 0) return system_error(path, "cannot read");
    auto content = read_all(file, path, max_bytes);
    ::close(file);
    return content;
}

Result<void> write_file(const std::filesystem::path& path, std::string_view content, unsigned mode) {
    assert_may_block("write a file");
    std::filesystem::path beside;
    const int file = open_beside(path, mode, beside);
    if (file < 0) return system_error(path, "cannot write");
    const bool written = write_all(file, content) && ::fsync(file) == 0;
    if (::close(file) != 0 || !written || ::rename(beside.c_str(), path.c_str()) != 0) {
        auto failed = system_error(path, "cannot write");
        ::unlink(beside.c_str());
        return failed;
    }
    // A file system that cannot sync its folder has renamed all the same.
    (void)sync_to_disk(path.has_parent_path() ? path.parent_path() : ".");
    return {};
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
