#include "serve/file_content.h"

#include "base/file.h"

namespace warraq::serve {

Result<std::string> FileContent::read(std::uint64_t offset, std::size_t bytes) const {
    return read_part(path_, offset, bytes);
}

}  // namespace warraq::serve
