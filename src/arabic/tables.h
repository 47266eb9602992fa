// The tables of src/arabic/tables, taken into the program by the build. See docs/arabic.md.
#pragma once

#include <string_view>

namespace warraq::arabic::tables {

extern const std::string_view places, foreign_names, given_names, spellings, plurals, nisbas, stop_words,
    months, slips;

}  // namespace warraq::arabic::tables
