#include "serve/http/file_content.h"

#include "serve/http/open_files.h"

namespace warraq::serve {
namespace {

OpenFiles& open_files() {
    static OpenFiles files(128);
    return files;
}

}  // namespace

Result<std::string> FileContent::read(std::uint64_t offset, std::size_t bytes) const {
    return open_files().read(path_, offset, bytes);
}

std::optional<std::string> FileContent::read_ready(std::uint64_t offset, std::size_t bytes) const {
    return open_files().read_ready(path_, offset, bytes);
}

}  // namespace warraq::serve
