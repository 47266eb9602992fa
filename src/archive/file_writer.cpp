#include "archive/file_writer.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

namespace warraq::archive {

struct FileWriter::File {
    std::filesystem::path name, temporary;
    std::FILE* plain = nullptr;
    gzFile zipped = nullptr;

    tl::unexpected<Error> failed() const {
        return unavailable(fmt::format("cannot write {}: {}", name.string(), std::strerror(errno)));
    }
    ~File() {
        if (zipped) gzclose(zipped);
        if (plain && plain != stdout) std::fclose(plain);
        std::error_code ignored;
        if (!temporary.empty()) std::filesystem::remove(temporary, ignored);
    }
};

FileWriter::FileWriter(std::unique_ptr<File> file) : file_(std::move(file)) {}
FileWriter::FileWriter(FileWriter&&) noexcept = default;
FileWriter& FileWriter::operator=(FileWriter&&) noexcept = default;
FileWriter::~FileWriter() = default;

Result<FileWriter> FileWriter::create(const std::filesystem::path& name) {
    auto file = std::make_unique<File>();
    file->name = name;
    if (name == "-") {
        file->plain = stdout;
        return FileWriter(std::move(file));
    }
    file->temporary = name.string() + ".part";
    // Anew, for its owner alone: what a killed export left there, or somebody put there, is not written to.
    unlink(file->temporary.c_str());
    const int opened =
        open(file->temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (opened >= 0) {
        if (name.extension() == ".gz")
            file->zipped = gzdopen(opened, "wb6");
        else
            file->plain = fdopen(opened, "wb");
        if (!file->zipped && !file->plain) close(opened);
    }
    if (!file->zipped && !file->plain) {
        if (opened < 0) file->temporary.clear();
        return file->failed();
    }
    return FileWriter(std::move(file));
}

Result<void> FileWriter::write(std::string_view piece) {
    if (piece.empty()) return {};
    const bool written = file_->zipped
                             ? gzwrite(file_->zipped, piece.data(), static_cast<unsigned>(piece.size())) ==
                                   static_cast<int>(piece.size())
                             : std::fwrite(piece.data(), 1, piece.size(), file_->plain) == piece.size();
    return written ? Result<void>{} : file_->failed();
}

Result<void> FileWriter::finish() {
    if (file_->zipped && gzclose(std::exchange(file_->zipped, nullptr)) != Z_OK) return file_->failed();
    if (file_->plain && std::fflush(file_->plain) != 0) return file_->failed();
    if (file_->temporary.empty()) return {};
    if (file_->plain) {
        const bool kept = fsync(fileno(file_->plain)) == 0;
        if (std::fclose(std::exchange(file_->plain, nullptr)) != 0 || !kept) return file_->failed();
    }
    std::error_code error;
    std::filesystem::rename(file_->temporary, file_->name, error);
    if (error) return unavailable(fmt::format("cannot write {}: {}", file_->name.string(), error.message()));
    file_->temporary.clear();
    return {};
}

}  // namespace warraq::archive
