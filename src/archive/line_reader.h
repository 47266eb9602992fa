// Lines of a text file, gzipped or not, one at a time: memory does not grow with the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"

namespace warraq::archive {

class LineReader {
  public:
    // Error: NotFound.
    static Result<LineReader> open(const std::filesystem::path& file);
    LineReader(LineReader&&) noexcept;
    LineReader& operator=(LineReader&&) noexcept;
    ~LineReader();

    enum class Got { Line, TooLong, End };
    // The next line without its end. A line over kLongestLine is skipped and told as TooLong.
    // Error: Unavailable or Invalid when the file cannot be read on (a broken gzip stream).
    Result<Got> next(std::string& line);

    std::uint64_t line_number() const;  // of the line last read, from 1
    std::uint64_t bytes_read() const;   // of the file as it lies on disk
    std::uint64_t bytes_total() const;

    static constexpr std::size_t kLongestLine = 4u << 20;

  private:
    struct Stream;
    explicit LineReader(std::unique_ptr<Stream> stream);
    std::unique_ptr<Stream> stream_;
};

}  // namespace warraq::archive
