// The words of a stranger's HTML, without what a browser would not show. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace warraq::wordpress {

// The words alone, as one line.
std::string text_from_html(std::string_view html);

// The words with line ends where blocks and <br> end: a comment.
std::string lines_from_html(std::string_view html);

}  // namespace warraq::wordpress
