// A paragraph as sentences. Pure; thread-safe.
#pragma once

#include <string_view>
#include <vector>

namespace warraq::arabic {

//     sentences("قال د. أحمد: «نعم. سنعود.» ثم مضى")   // two: up to «سنعود.», and the rest
//
// Views into `paragraph`, trimmed, in order, closing quotes and brackets kept with the sentence that they
// close. A stop ends a sentence only before white space or the end, and not after a single letter or a title
// («د. أحمد», «ص.ب.»), inside a number or address, inside a quotation that goes on, or after a list's number.
// A line's end always ends one.
std::vector<std::string_view> sentences(std::string_view paragraph);

}  // namespace warraq::arabic
