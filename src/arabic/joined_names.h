// Names of two words that many write as one: «عبدالفتاح», «أبوظبي», «نصرالله», «نورالدين».
//
//     for_each_name_part("قال عبدالله", [](std::string_view word) { … });   // قال, عبد, الله
//
// So that whoever looks for «عبد الله» finds both. Pure; thread-safe.
#pragma once

#include <cstddef>
#include <string_view>

#include "arabic/words.h"

namespace warraq::arabic {

// The byte at which the second name begins; 0 for what is one word.
std::size_t second_name(std::string_view word);

// The words of a text, those names as two.
template <class Take>
void for_each_name_part(std::string_view text, Take take) {
    for_each_word(text, [&](std::string_view word) {
        const std::size_t second = second_name(word);
        if (second) take(word.substr(0, second));
        take(word.substr(second));
    });
}

}  // namespace warraq::arabic
