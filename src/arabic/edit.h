// A proposed change to a text: what the desk shows beside it, taken or refused by a person, never done
// silently.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace warraq::arabic {

// begin == end puts something in.
struct Edit {
    std::size_t begin = 0, end = 0;  // bytes of the text
    std::string replacement;
    bool operator==(const Edit&) const = default;
};

// The text with all of `edits` done; they are in order and do not overlap.
template <class AnyEdit>
std::string applied(std::string_view text, const std::vector<AnyEdit>& edits) {
    std::string out;
    std::size_t from = 0;
    for (const AnyEdit& edit : edits) {
        out.append(text.substr(from, edit.begin - from)).append(edit.replacement);
        from = edit.end;
    }
    return out.append(text.substr(from));
}

}  // namespace warraq::arabic
