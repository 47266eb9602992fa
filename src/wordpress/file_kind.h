// Whether a file that came from outside is what the ending of its name says. Pure.
#pragma once

#include <string_view>

namespace warraq::wordpress {

// `kind`: the ending in lower case, without its dot. By the first bytes, as each format begins; text ("txt",
// "csv") is what holds no NUL. False for a kind that is not known here.
bool is_of_kind(std::string_view kind, std::string_view bytes);

}  // namespace warraq::wordpress
