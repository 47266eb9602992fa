// Which part of a content a request asks for (RFC 9110, 14).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "serve/cache/encoded_response.h"
#include "serve/http/request_head.h"

namespace warraq::serve {

struct Range {
    enum class Kind {
        // None asked for, several, one that is not of bytes or malformed, or of another version (If-Range).
        Whole,
        Part,           // bytes [first, first + size)
        Unsatisfiable,  // beyond the end: 416
    };
    Kind kind = Kind::Whole;
    std::uint64_t first = 0, size = 0;
};

// `size`: of the whole content.
Range read_range(std::string_view field, std::uint64_t size);

// What `head` asks for of `page`, If-Range heeded.
Range range_of(const EncodedResponse& page, const RequestHead& head);

// The page's head under another status, without its length and coding, and without its type where no content
// follows.
std::string head_with_status(const EncodedResponse& page, int status, bool with_type);

// The head of the 206 or 416 that answers it.
std::string partial_head(const EncodedResponse& page, const Range& range);

}  // namespace warraq::serve
