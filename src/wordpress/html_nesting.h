// How deep the elements of a stranger's HTML stand in each other, looked at before a parser builds its tree:
// what that tree costs in time and stack grows with its depth. Internal to the room; pure, thread-safe.
#pragma once

#include <string_view>

namespace warraq::wordpress {

inline constexpr int kDeepestHtml = 400;  // elements in each other that a parser is given

// True for what a parser would take too much stack or time for: nested deeper than kDeepestHtml, with so many
// open <b>, <i> and the like that opening them again in each paragraph is too much work, or with a tag of
// more than a thousand attributes. Elements whose next one closes them (<p>, <li>, <td> …) do not count.
// Where tags close what is not open, or in the wrong order, the answer errs on the deep side. Linear in the
// text.
bool is_too_much(std::string_view html);

}  // namespace warraq::wordpress
