#pragma once

#include <string>
#include <string_view>

namespace warraq {

// Appends `text` as a JSON string with its quotes. UTF-8 stays as it is; control characters are escaped.
void append_json_string(std::string& out, std::string_view text);

}  // namespace warraq
