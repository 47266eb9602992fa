// The tables of src/digest/tables, taken into the program by the build. See docs/arabic.md.
#pragma once

#include <string_view>

namespace warraq::digest::tables {

extern const std::string_view family_names, titles, organisations, organisation_heads, place_heads, openers,
    word_classes, own_first_letter;

}  // namespace warraq::digest::tables
