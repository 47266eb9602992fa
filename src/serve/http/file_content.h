// A file on disk as content that is sent in pieces. All of them share some descriptors (OpenFiles), however
// many are read.
#pragma once

#include <filesystem>

#include "serve/http/content_source.h"

namespace warraq::serve {

class FileContent final : public ContentSource {
  public:
    // `size`: of the file, which does not change.
    FileContent(std::filesystem::path path, std::uint64_t size) : path_(std::move(path)), size_(size) {}

    std::uint64_t size() const override { return size_; }
    Result<std::string> read(std::uint64_t offset, std::size_t bytes) const override;
    std::optional<std::string> read_ready(std::uint64_t offset, std::size_t bytes) const override;

  private:
    const std::filesystem::path path_;
    const std::uint64_t size_;
};

}  // namespace warraq::serve
