// A line in and a line out of `warraq digest`: {"id", "headline", "published", "paragraphs"} in; out, see
// write_digest_line.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "digest/digest.h"

namespace warraq::move {

struct DigestLine {
    std::string id;
    std::string headline;
    std::string text;  // paragraphs on lines of their own
    Instant published{};
};

// Error: Invalid, with the reason in a few words.
Result<DigestLine> read_digest_line(std::string_view line);

// {"id", "points": [...], "names": [{"name", "kind", "short"?, "role"?, "country"?, "mentions": [[begin, end]…]}]}: a
// mention's place counts code points of headline, line end and paragraphs joined by line ends.
std::string write_digest_line(const DigestLine& line, const digest::Digest& digest);

}  // namespace warraq::move
