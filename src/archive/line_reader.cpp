#include "archive/line_reader.h"

#include <cstring>
#include <fmt/format.h>
#include <vector>

#include "archive/file_reader.h"

namespace warraq::archive {

struct LineReader::Stream {
    FileReader file;
    std::vector<char> buffer = std::vector<char>(256 * 1024);
    std::size_t at = 0, filled = 0;
    std::uint64_t lines = 0;

    // False at the end.
    Result<bool> fill() {
        auto got = file.read(buffer);
        if (!got) return invalid(fmt::format("after line {} {}", lines, got.error().message));
        at = 0;
        filled = *got;
        return filled > 0;
    }
};

LineReader::LineReader(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}
LineReader::LineReader(LineReader&&) noexcept = default;
LineReader& LineReader::operator=(LineReader&&) noexcept = default;
LineReader::~LineReader() = default;

Result<LineReader> LineReader::open(const std::filesystem::path& file) {
    auto opened = FileReader::open(file);
    if (!opened) return fail(opened.error());
    return LineReader(std::unique_ptr<Stream>(new Stream{std::move(*opened)}));
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
    return stream_->file.bytes_read();
}
std::uint64_t LineReader::bytes_total() const {
    return stream_->file.bytes_total();
}

}  // namespace warraq::archive
