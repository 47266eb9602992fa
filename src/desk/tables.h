// The tables of src/desk/tables, taken into the program by the build.
#pragma once

#include <string_view>

namespace warraq::desk::tables {

extern const std::string_view common_passwords, context_words;

}  // namespace warraq::desk::tables
