#include "move/line_reader.h"

#include <cstring>
#include <fmt/format.h>
#include <vector>
#include <zlib.h>

namespace warraq::move {

struct LineReader::Stream {
    gzFile file = nullptr;
    std::vector<char> buffer = std::vector<char>(256 * 1024);
    std::size_t at = 0, filled = 0;
    std::uint64_t lines = 0, total = 0;
    ~Stream() {
        if (file) gzclose(file);
    }

    // False at the end.
    Result<bool> fill() {
        const int got = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()));
        int code = Z_OK;
        const char* why = gzerror(file, &code);
        // A file cut short reads to its cut and only then says so.
        if (got < 0 || (got == 0 && code != Z_OK && code != Z_STREAM_END))
            return invalid(fmt::format("after line {} the file cannot be read on: {}", lines, why));
        at = 0;
        filled = static_cast<std::size_t>(got);
        return got > 0;
    }
};

LineReader::LineReader(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}
LineReader::LineReader(LineReader&&) noexcept = default;
LineReader& LineReader::operator=(LineReader&&) noexcept = default;
LineReader::~LineReader() = default;

Result<LineReader> LineReader::open(const std::filesystem::path& file) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    auto stream = std::make_unique<Stream>();
    if (!error) stream->file = gzopen(file.c_str(), "rb");
    if (!stream->file) return not_found(fmt::format("cannot read {}", file.string()));
    gzbuffer(stream->file, 128 * 1024);
    stream->total = size;
    return LineReader(std::move(stream));
}

Result<LineReader::Got> LineReader::next(std::string& line) {
    Stream& in = *stream_;
    line.clear();
    bool any = false, too_long = false;
    while (true) {
        if (in.at == in.filled) {
            auto more = in.fill();
            if (!more) return fail(more.error());
            if (!*more) break;
        }
        any = true;
        const char* start = in.buffer.data() + in.at;
        const auto* end = static_cast<const char*>(std::memchr(start, '\n', in.filled - in.at));
        const auto count = static_cast<std::size_t>((end ? end : in.buffer.data() + in.filled) - start);
        if (line.size() + count > kLongestLine)
            too_long = true;
        else if (!too_long)
            line.append(start, count);
        in.at += count + (end ? 1 : 0);
        if (end) break;
    }
    if (!any) return Got::End;
    ++in.lines;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return too_long ? Got::TooLong : Got::Line;
}

std::uint64_t LineReader::line_number() const {
    return stream_->lines;
}
std::uint64_t LineReader::bytes_read() const {
    const auto offset = gzoffset(stream_->file);
    return offset < 0 ? 0 : static_cast<std::uint64_t>(offset);
}
std::uint64_t LineReader::bytes_total() const {
    return stream_->total;
}

}  // namespace warraq::move
