#include "arabic/name_key.h"

#include <fmt/format.h>

#include "arabic/joined_names.h"
#include "arabic/terms.h"

namespace warraq::arabic {

std::string name_key(std::string_view name) {
    std::string out;
    for_each_name_part(name, [&](std::string_view word) {
        const TermKeys keys = term_keys(word);
        if (keys.empty()) return;
        Key chosen = keys.keys[0];
        for (const Key key : keys)
            if (key & kBySound && !(key & kHashed)) chosen = key;
        out += fmt::format("{}{:x}", out.empty() ? "" : "-", chosen);
    });
    return out;
}

}  // namespace warraq::arabic
