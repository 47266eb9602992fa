#include "base/file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

namespace warraq {
namespace {

tl::unexpected<Error> system_error(const std::filesystem::path& path, std::string_view doing) {
    return unavailable(fmt::format("{} {}: {}", doing, path.string(), std::strerror(errno)));
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

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error) return not_found(fmt::format("cannot read {}: {}", path.string(), error.message()));
    if (size > max_bytes) return invalid(fmt::format("{} is larger than {} bytes", path.string(), max_bytes));
    std::ifstream in(path, std::ios::binary);
    std::string content(size, '\0');
    if (!in.read(content.data(), static_cast<std::streamsize>(size)))
        return system_error(path, "cannot read");
    return content;
}

Result<void> write_file(const std::filesystem::path& path, std::string_view content, unsigned mode) {
    auto beside = path;
    beside += ".new";
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (file < 0) return system_error(path, "cannot write");
    const bool written = write_all(file, content) && ::fsync(file) == 0;
    if (::close(file) != 0 || !written || ::rename(beside.c_str(), path.c_str()) != 0) {
        auto failed = system_error(path, "cannot write");
        ::unlink(beside.c_str());
        return failed;
    }
    const int folder =
        ::open(path.has_parent_path() ? path.parent_path().c_str() : ".", O_RDONLY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
    return {};
}

}  // namespace warraq
