// A file on disk as an answer: its media type, whether browsers show it where it stands or keep it, ranges;
// read in pieces where it is large. What may be cached, and under which policy, is the caller's to say.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/result.h"
#include "serve/http/message.h"

namespace warraq::serve {

// A file's own name, and nothing that walks; it may not begin with a dot.
bool is_file_name(std::string_view name);

// Error: as read_file().
Result<Reply> file_reply(const std::filesystem::path& file, std::uint64_t size);

}  // namespace warraq::serve
