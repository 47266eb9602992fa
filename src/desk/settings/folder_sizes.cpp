#include "desk/settings/folder_sizes.h"

namespace warraq::desk {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 200'000;  // counted; a folder of more is told as at least that

std::int64_t bytes_in(const fs::path& folder) {
    std::int64_t bytes = 0;
    std::size_t files = 0;
    std::error_code error;
    for (auto at = fs::recursive_directory_iterator(folder, error); !error && at != fs::end(at);
         at.increment(error)) {
        if (++files > kMostFiles) break;
        std::error_code gone;  // files come and go while they are counted
        if (at->is_regular_file(gone)) bytes += static_cast<std::int64_t>(at->file_size(gone));
    }
    return bytes;
}

}  // namespace

FolderSizes::Sizes FolderSizes::now() {
    const std::lock_guard lock(mutex_);
    const auto moment = std::chrono::steady_clock::now();
    if (moment >= until_) {
        sizes_ = {bytes_in(media_), index_.empty() ? 0 : bytes_in(index_)};
        until_ = moment + std::chrono::minutes(1);
    }
    return sizes_;
}

}  // namespace warraq::desk
