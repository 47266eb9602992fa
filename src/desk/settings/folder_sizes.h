// How many bytes the site's large folders hold. Looked at once a minute: a large folder takes a while, and
// whoever watches asks every few seconds. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>

namespace warraq::desk {

class FolderSizes {
  public:
    // `index`: empty where there is none.
    FolderSizes(std::filesystem::path media, std::filesystem::path index)
        : media_(std::move(media)), index_(std::move(index)) {}

    struct Sizes {
        std::int64_t media = 0, index = 0;  // bytes on disk
    };
    Sizes now();

  private:
    const std::filesystem::path media_, index_;
    std::mutex mutex_;
    Sizes sizes_;
    std::chrono::steady_clock::time_point until_{};
};

}  // namespace warraq::desk
