// Where tests find what they read. Functions, not macros: a test's object file does not depend on where the
// tree lies, so that ccache knows it in another clone.
#pragma once

#include <filesystem>

namespace warraq::testing {

std::filesystem::path data_folder();  // tests/data
std::filesystem::path
share_folder();  // build/share: themes, fonts, static files and the demo as the program has them

}  // namespace warraq::testing
