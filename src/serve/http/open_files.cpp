#include "serve/http/open_files.h"

#include "base/file.h"

namespace warraq::serve {

struct OpenFiles::Open {
    std::string path;
    ReadFile file;
};

std::shared_ptr<const OpenFiles::Open> OpenFiles::find(std::string_view path) {
    const std::lock_guard lock(mutex_);
    const auto known = by_path_.find(path);
    if (known == by_path_.end()) return nullptr;
    open_.splice(open_.begin(), open_, known->second);
    return open_.front();
}

Result<std::string> OpenFiles::read(const std::filesystem::path& path, std::uint64_t offset,
                                    std::size_t size) {
    if (const auto open = find(path.native())) return open->file.read(offset, size);
    auto file = ReadFile::open(path);
    if (!file) return fail(file.error());
    auto made = std::make_shared<const Open>(Open{path.native(), std::move(*file)});
    std::shared_ptr<const Open> closed;  // after the lock: that may wait for the disk
    {
        const std::lock_guard lock(mutex_);
        if (!by_path_.contains(made->path)) {
            open_.push_front(made);
            by_path_.emplace(made->path, open_.begin());
        }
        if (open_.size() > most_) {
            closed = open_.back();
            by_path_.erase(closed->path);
            open_.pop_back();
        }
    }
    return made->file.read(offset, size);
}

std::optional<std::string> OpenFiles::read_ready(const std::filesystem::path& path, std::uint64_t offset,
                                                 std::size_t size) {
    const auto open = find(path.native());
    return open ? open->file.read_ready(offset, size) : std::nullopt;
}

}  // namespace warraq::serve
