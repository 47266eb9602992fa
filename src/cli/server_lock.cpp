#include "cli/server_lock.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

#include "base/time.h"

namespace warraq::cli {
namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr std::size_t kMostAbout = 1'000;  // bytes

std::string host_name() {
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "an unknown host";
}

// What the holder wrote of itself, as one line.
std::string read_about(int file) {
    std::array<char, kMostAbout> bytes{};
    const auto size = pread(file, bytes.data(), bytes.size(), 0);
    std::string about(bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    std::erase_if(about, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    return about.empty() ? "another process, which is just starting" : about;
}

}  // namespace

Result<ServerLock> ServerLock::acquire(const std::filesystem::path& database, std::string_view holder) {
    std::error_code error;
    const auto real = std::filesystem::weakly_canonical(database, error);
    const auto path = (error ? database : real).parent_path() / "server.lock";
    const auto failed = [&](const char* what) {
        return unavailable(fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(errno)));
    };
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kOwnerOnly);
    if (file < 0) return failed("open");
    ServerLock lock(file, {});  // closes the file on every way out
    while (flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) continue;
        if (errno != EWOULDBLOCK) return failed("lock");
        return conflict(fmt::format("{} is in use by {}; one server at a time serves a newsroom in a file",
                                    database.string(), read_about(file)));
    }
    lock.about_ =
        fmt::format("{}, process {} on {} since {}", holder, getpid(), host_name(), to_iso8601(now()));
    lock.write(lock.about_);
    return lock;
}

ServerLock::ServerLock(ServerLock&& other) noexcept
    : file_(std::exchange(other.file_, -1)), about_(std::move(other.about_)) {}

// Closing alone releases it: an inherited descriptor would keep it, and O_CLOEXEC leaves none.
ServerLock::~ServerLock() {
    if (file_ >= 0) ::close(file_);
}

void ServerLock::tell_address(std::string_view address) {
    write(fmt::format("{}, at {}", about_, address));
}

// A reader between the two calls finds no more than half a line.
void ServerLock::write(std::string_view about) const {
    about = about.substr(0, kMostAbout);
    if (pwrite(file_, about.data(), about.size(), 0) != static_cast<ssize_t>(about.size())) return;
    (void)!ftruncate(file_, static_cast<off_t>(about.size()));
}

}  // namespace warraq::cli
