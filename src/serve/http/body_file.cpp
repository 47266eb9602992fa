#include "serve/http/body_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <string>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/blocking.h"
#include "base/log_throttle.h"

namespace warraq::serve {
namespace {

// Not every file system makes a file without a name; one that was unlinked is as good, but for a crash
// between the two calls.
int open_nameless(const std::filesystem::path& folder) {
    const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT)) return file;
    std::string name = folder / ".body-XXXXXX";
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) ::unlink(name.c_str());
    return named;
}

class DiskFiles final : public BodyFiles, public std::enable_shared_from_this<DiskFiles> {
  public:
    DiskFiles(std::filesystem::path folder, std::uint64_t kept_free)
        : folder_(std::move(folder)), kept_free_(kept_free) {}

    std::unique_ptr<BodyFile> make() override;

    const std::filesystem::path& folder() const { return folder_; }
    std::uint64_t kept_free() const { return kept_free_; }
    // The status for the sender, by errno.
    int failed(int error) {
        const bool full = error == ENOSPC || error == EDQUOT;
        if (const auto times = failures_.tell())
            spdlog::error("an upload cannot be kept in {}: {} ({} times)", folder_.string(),
                          full ? "the disk has no room" : std::strerror(error), *times);
        return full ? 507 : 503;
    }

  private:
    const std::filesystem::path folder_;
    const std::uint64_t kept_free_;
    LogThrottle failures_;
};

class DiskFile final : public BodyFile {
  public:
    explicit DiskFile(std::shared_ptr<DiskFiles> files) : files_(std::move(files)) {}
    ~DiskFile() override {
        if (mapping_ != MAP_FAILED) ::munmap(mapping_, size_);
        if (file_ >= 0) ::close(file_);
    }

    int append(std::string_view piece) override {
        assert_may_block("keep a body");
        if (file_ < 0 && (file_ = open_nameless(files_->folder())) < 0) return files_->failed(errno);
        struct statvfs disk {};
        if (::fstatvfs(file_, &disk) != 0) return files_->failed(errno);
        const auto free = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
        if (free < files_->kept_free() + piece.size()) return files_->failed(ENOSPC);
        while (!piece.empty()) {
            const ssize_t written = ::write(file_, piece.data(), piece.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return files_->failed(written == 0 ? ENOSPC : errno);
            piece.remove_prefix(static_cast<std::size_t>(written));
            size_ += static_cast<std::size_t>(written);
        }
        return 0;
    }

    std::optional<std::string_view> map() override {
        if (size_ == 0) return std::string_view();
        mapping_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file_, 0);
        if (mapping_ != MAP_FAILED) return std::string_view(static_cast<const char*>(mapping_), size_);
        files_->failed(errno);
        return std::nullopt;
    }

  private:
    const std::shared_ptr<DiskFiles> files_;
    int file_ = -1;
    std::size_t size_ = 0;
    void* mapping_ = MAP_FAILED;
};

std::unique_ptr<BodyFile> DiskFiles::make() {
    return std::make_unique<DiskFile>(shared_from_this());
}

}  // namespace

std::shared_ptr<BodyFiles> body_files_in(std::filesystem::path folder, std::uint64_t kept_free) {
    return std::make_shared<DiskFiles>(std::move(folder), kept_free);
}

}  // namespace warraq::serve
