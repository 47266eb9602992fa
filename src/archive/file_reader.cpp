#include "archive/file_reader.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

namespace warraq::archive {
namespace {

tl::unexpected<Error> cannot_go_on(std::string_view why) {
    return invalid(fmt::format("the file cannot be read on: {}", why));
}

}  // namespace

struct FileReader::File {
    enum class Kind { Unknown, Plain, Gzip };

    int descriptor = -1;
    std::uint64_t total = 0, taken = 0, given = 0;  // bytes: on disk, read of them, handed out
    std::array<unsigned char, 64 * 1024> input{};
    std::size_t at = 0, filled = 0;  // of `input`
    bool ended = false;              // of what is on disk
    Kind kind = Kind::Unknown;
    z_stream stream{};
    bool in_member = false;  // a gzip member was begun and has not ended

    File() = default;
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (kind == Kind::Gzip) inflateEnd(&stream);
        if (descriptor >= 0) ::close(descriptor);
    }

    std::size_t waiting() const { return filled - at; }

    // More input behind what waits, which is less than half of the buffer.
    Result<void> fill() {
        std::memmove(input.data(), input.data() + at, waiting());
        filled = waiting();
        at = 0;
        while (!ended) {
            const auto got = ::read(descriptor, input.data() + filled, input.size() - filled);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0)
                return unavailable(fmt::format("the file cannot be read on: {}", std::strerror(errno)));
            ended = got == 0;
            filled += static_cast<std::size_t>(got);
            taken += static_cast<std::uint64_t>(got);
            break;
        }
        return {};
    }

    Result<void> recognise() {
        while (waiting() < 2 && !ended)
            if (auto more = fill(); !more) return more;
        kind = begins_member() ? Kind::Gzip : Kind::Plain;
        // 16: gzip's frame.
        if (kind == Kind::Gzip && inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) {
            kind = Kind::Plain;
            return unavailable("the file cannot be read on: no memory");
        }
        in_member = kind == Kind::Gzip;
        return {};
    }

    bool begins_member() const { return waiting() >= 2 && input[at] == 0x1f && input[at + 1] == 0x8b; }

    std::size_t copy(std::span<char> out) {
        const std::size_t size = std::min(out.size(), waiting());
        std::memcpy(out.data(), input.data() + at, size);
        at += size;
        return size;
    }

    // Until something came out, or the end.
    Result<std::size_t> unpack(std::span<char> out) {
        const std::uint64_t before = taken - waiting();
        while (true) {
            while (waiting() < 2 && !ended)
                if (auto more = fill(); !more) return fail(more.error());
            if (!in_member) {
                // Members may follow each other (RFC 1952, 2.2); what else follows is padding, and ignored.
                if (!begins_member()) return 0;
                inflateReset(&stream);
                in_member = true;
            }
            if (waiting() == 0) return cannot_go_on("unexpected end of file");
            stream.next_in = input.data() + at;
            stream.avail_in = static_cast<uInt>(waiting());
            stream.next_out = reinterpret_cast<unsigned char*>(out.data());
            stream.avail_out = static_cast<uInt>(out.size());
            const int code = inflate(&stream, Z_NO_FLUSH);
            at = filled - stream.avail_in;
            const std::size_t size = out.size() - stream.avail_out;
            if (code == Z_STREAM_END) in_member = false;
            if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
                return cannot_go_on(stream.msg ? stream.msg : "it is damaged");
            if (size > 0) return size;
            if (taken - waiting() - before > kMostBarren)
                return cannot_go_on("more than 1 MB of it unpacks to nothing");
        }
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
    if (!error) opened->descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (opened->descriptor < 0) return not_found(fmt::format("cannot read {}", file.string()));
    return FileReader(std::move(opened));
}

Result<std::size_t> FileReader::read(std::span<char> out) {
    File& file = *file_;
    if (file.kind == File::Kind::Unknown)
        if (auto recognised = file.recognise(); !recognised) return fail(recognised.error());
    if (file.kind == File::Kind::Plain) {
        if (file.waiting() == 0)
            if (auto more = file.fill(); !more) return fail(more.error());
        return file.copy(out);
    }
    auto got = file.unpack(out);
    if (!got) return got;
    file.given += *got;
    if (file.given > kFreeBytes + kMostRatio * bytes_read())
        return cannot_go_on(fmt::format("it unpacks to more than {} times its size", kMostRatio));
    return got;
}

std::uint64_t FileReader::bytes_read() const {
    return file_->taken - file_->waiting();
}
std::uint64_t FileReader::bytes_total() const {
    return file_->total;
}

}  // namespace warraq::archive
