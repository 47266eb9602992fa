// What many pages begin with (a doctype, the style in their head), compressed once and well, so that gzip for
// each of them works on the rest alone.
//
//     const auto start = std::make_shared<const SharedStart>("<!doctype html>…</style>");
//     std::string packed = start->gzip(page);      // page.starts_with(start->text())
//
// DEFLATE (RFC 1951) is a row of blocks: those of the start end at a byte and are not the last ones, so those
// of any rest may follow. The rest refers back to nothing in the start. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace warraq::serve {

class SharedStart {
  public:
    explicit SharedStart(std::string text);

    const std::string& text() const { return text_; }
    // Of a page that starts with text().
    std::string gzip(std::string_view page) const;

  private:
    std::string text_;
    std::string packed_;  // gzip's head and the blocks
    std::uint32_t crc_;
};

}  // namespace warraq::serve
