// Arabic letters brought to one form for comparison: «إسرائيل» and «اسرائيل», «العُمانيّة» and «العمانيه» fold
// alike. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace warraq::arabic {

// Marks, tatweel, zero-width and bidi controls go; أ إ آ ٱ become ا, ى ي, ة ه, ؤ و, ئ ي; Arabic-Indic and
// Persian digits become 0-9; Latin letters become lower case. Malformed UTF-8 becomes U+FFFD.
std::string fold(std::string_view text);

// The folded form of one code point; 0 when it is dropped.
char32_t fold(char32_t c);

// A letter, mark or digit of any script: what words are made of.
bool is_word_character(char32_t c);

}  // namespace warraq::arabic
