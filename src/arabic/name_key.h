// One key for all spellings of a name: «ترامب» and «ترمب», «عبد الله» and «عبدالله». If the keys change, a
// migration has to recompute the stored ones.
//
// The search terms of its words in their order, by sound where a word is a foreign name's. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace warraq::arabic {

// ASCII; empty for a name without a word.
std::string name_key(std::string_view name);

}  // namespace warraq::arabic
