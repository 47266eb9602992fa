// A paragraph as sentences. Pure; thread-safe.
#pragma once

#include <string_view>
#include <vector>

namespace warraq::arabic {

// Views into `paragraph`, trimmed, in order, closing quotes and brackets kept with the sentence that they
// close. A stop ends a sentence only before white space or the end, and not after a single letter or a title
// («د. أحمد», «ص.ب.») or inside a number.
std::vector<std::string_view> sentences(std::string_view paragraph);

}  // namespace warraq::arabic
