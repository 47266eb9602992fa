// Replies whose content was coded beforehand: files that lie beside their codings, "reader.js" and
// "reader.js.br", so that a start need not make them.
#pragma once

#include "serve/cache/encoded_response.h"

namespace warraq::serve {

// Is content of that type and size sent in other codings than its own?
bool worth_coding(std::string_view type, std::size_t bytes);

// ".gz", ".br", ".zst"; empty for identity.
std::string_view file_ending(Encoding encoding);

// As encode_response(), with the body as it was coded.
Page precompressed_response(const Reply& reply, Encoding encoding, std::string coded,
                            std::string_view security);

}  // namespace warraq::serve
