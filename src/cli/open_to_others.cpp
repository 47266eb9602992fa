#include "cli/open_to_others.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>
#include <sys/stat.h>

#include "cli/private_process.h"

namespace warraq::cli {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kGroupAndOthers = 0077, kOthers = 0007, kEnter = 0011;
constexpr std::size_t kMostNamed = 6;

std::optional<mode_t> mode_of(const fs::path& path) {
    struct stat about {};
    if (::lstat(path.c_str(), &about) != 0 || S_ISLNK(about.st_mode)) return std::nullopt;
    return about.st_mode & 07777;
}

bool is_secret(const fs::path& path) {
    return path.filename() == "warraq.toml" || path.filename() == "secret.key";
}

// Beside the database while it is open, made by SQLite with the database's own mode.
bool is_of_sqlite(const fs::path& path) {
    const std::string name = path.filename().string();
    return name.ends_with("-wal") || name.ends_with("-shm");
}

// As a shell takes it.
std::string quoted(const fs::path& path) {
    const std::string text = path.string();
    constexpr std::string_view kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:@%";
    if (text.find_first_not_of(kPlain) == text.npos) return text;
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
    return out + "'";
}

void look_at_folder(const fs::path& folder, std::vector<Opening>& out) {
    const auto mode = mode_of(folder);
    if (!mode || (*mode & kGroupAndOthers) == 0) return;
    std::vector<std::string> open;
    std::size_t unnamed = 0;
    std::error_code error;
    if (*mode & kEnter)
        for (auto at = fs::directory_iterator(folder, error); !error && at != fs::end(at);
             at.increment(error)) {
            if (is_of_sqlite(at->path())) continue;
            const auto bits = mode_of(at->path());
            const mode_t closed = is_secret(at->path()) ? kGroupAndOthers : umask_in_force();
            if (!bits || (*bits & closed) == 0) continue;
            if (open.size() == kMostNamed)
                ++unnamed;
            else
                open.push_back(fmt::format("{} ({:04o})", at->path().filename().string(), *bits));
        }
    if ((*mode & umask_in_force()) == 0 && open.empty()) return;
    std::ranges::sort(open);
    std::string what = fmt::format("{} (mode {:04o})", folder.string(), *mode);
    if (!open.empty()) what += fmt::format(": {}", fmt::join(open, ", "));
    if (unnamed > 0) what += fmt::format(" and {} more", unnamed);
    out.push_back({std::move(what), "chmod -R go= " + quoted(folder)});
}

}  // namespace

std::vector<Opening> open_to_others(const Places& places) {
    std::vector<Opening> out;
    look_at_folder(places.data, out);
    if (!places.backups.empty()) look_at_folder(places.backups, out);
    if (places.tls_key.empty()) return out;
    if (const auto mode = mode_of(places.tls_key); mode && (*mode & kOthers) != 0)
        out.push_back({fmt::format("{} (mode {:04o})", places.tls_key.string(), *mode),
                       "chmod o= " + quoted(places.tls_key)});
    return out;
}

}  // namespace warraq::cli
