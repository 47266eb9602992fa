// A line in and a line out of `warraq digest`: {"id", "headline", "published"?, "section"?, "source"?,
// "author"?, "paragraphs"} in; out, see write_digest_line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "digest/digest.h"
#include "digest/section_model.h"

namespace warraq::archive {

struct DigestLine {
    std::string id;
    std::string headline;
    std::string text;                // paragraphs on lines of their own
    std::string section;             // empty: one is suggested, once enough earlier lines had one
    std::vector<std::string> about;  // whose report it is and who signs it, for the section
    Instant published{};             // what relative dates count from; a line without it has none of those
    bool dated = false;
};

// Error: Invalid, with the reason in a few words.
Result<DigestLine> read_digest_line(std::string_view line);

struct CopyOf {
    std::string id;  // of an earlier line
    double resemblance = 0;
};

struct DigestOf {
    digest::Digest digest;
    std::vector<CopyOf> copies;
    std::optional<digest::SectionGuess> section;
};

// {"id", "points": [...],
//  "names": [{"name", "kind", "short"?, "role"?, "country"?, "mentions": [[begin, end]…]}],
//  "dates": [{"value", "begin", "end"}], "copies": [{"id", "resemblance"}],
//  "section"?: {"name", "confidence"}}
// Offsets are in code points of the headline and the paragraphs, joined by line feeds.
std::string write_digest_line(const DigestLine& line, const DigestOf& said);

}  // namespace warraq::archive
