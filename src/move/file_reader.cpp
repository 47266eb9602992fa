#include "move/file_reader.h"

#include <fmt/format.h>
#include <zlib.h>

namespace warraq::move {

struct FileReader::File {
    gzFile handle = nullptr;
    std::uint64_t total = 0;
    ~File() {
        if (handle) gzclose(handle);
    }
};

FileReader::FileReader(std::unique_ptr<File> file) : file_(std::move(file)) {}
FileReader::FileReader(FileReader&&) noexcept = default;
FileReader& FileReader::operator=(FileReader&&) noexcept = default;
FileReader::~FileReader() = default;

Result<FileReader> FileReader::open(const std::filesystem::path& file) {
    std::error_code error;
    auto opened = std::make_unique<File>();
    opened->total = std::filesystem::file_size(file, error);
    if (!error) opened->handle = gzopen(file.c_str(), "rb");
    if (!opened->handle) return not_found(fmt::format("cannot read {}", file.string()));
    gzbuffer(opened->handle, 128 * 1024);
    return FileReader(std::move(opened));
}

Result<std::size_t> FileReader::read(std::span<char> out) {
    const int got = gzread(file_->handle, out.data(), static_cast<unsigned>(out.size()));
    int code = Z_OK;
    const char* why = gzerror(file_->handle, &code);
    // A file cut short reads to its cut and only then says so.
    if (got < 0 || (got == 0 && code != Z_OK && code != Z_STREAM_END))
        return invalid(fmt::format("the file cannot be read on: {}", why));
    return static_cast<std::size_t>(got);
}

std::uint64_t FileReader::bytes_read() const {
    const auto offset = gzoffset(file_->handle);
    return offset < 0 ? 0 : static_cast<std::uint64_t>(offset);
}
std::uint64_t FileReader::bytes_total() const {
    return file_->total;
}

}  // namespace warraq::move
