// An Arabic word as small numbers, five bits a letter, so that a stem of up to twelve letters is one 64-bit
// key.
//
// Folded for the lexicon: alefs are one letter, ى is ي, ة is ه, and every hamza off an alef (ء ؤ ئ) is one
// letter, so that «شؤون» and «شئون», «مسؤول» and «مسئول» have one key. Persian letters become their Arabic
// neighbours. Pure; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace warraq::arabic {

using Letter = std::uint8_t;  // 1 to 29; 0 is none

// The first letter stands in the highest bits in use: key = ((a << 5 | b) << 5) | c …
using Key = std::uint64_t;

inline constexpr std::size_t kLongestKey = 12;

// 0 for what is no Arabic letter.
Letter letter_of(char32_t c);
char32_t character_of(Letter letter);

struct Letters {
    static constexpr std::size_t kMost = 24;
    std::array<Letter, kMost> at{};
    std::size_t size = 0;
    bool ends_in_teh = false;                      // ة as written: never the pronoun «ه»
    bool ends_in_maqsura = false;                  // ى as written
    std::int8_t alef_above = -1, alef_below = -1;  // where the first أ and the first إ stand
    bool fits = true;  // false: longer than kMost, or with letters of another script or digits
};

// Marks and tatweel are passed over; presentation forms are folded first by the caller if it cares.
Letters letters_of(std::string_view word);

Key key_of(const Letter* first, std::size_t count);  // count <= kLongestKey
// 0 when the word does not fit.
Key key_of(std::string_view word);
std::string text_of(Key key);  // with ء for every hamza, ه for ة, ي for ى

inline constexpr std::u32string_view kAlphabet = U"ءابتثجحخدذرزسشصضطظعغفقكلمنهوي";

// A letter by its folded character, for tables in code.
constexpr Letter L(char32_t c) {
    for (std::size_t i = 0; i < kAlphabet.size(); ++i)
        if (kAlphabet[i] == c) return static_cast<Letter>(i + 1);
    return 0;
}

// The key of a word in code, made by the compiler: K(U"أمس").
consteval Key K(std::u32string_view word) {
    Key key = 0;
    for (const char32_t c : word) {
        const char32_t folded = c == U'أ' || c == U'إ' || c == U'آ' ? U'ا'
                                : c == U'ؤ' || c == U'ئ'            ? U'ء'
                                : c == U'ة'                         ? U'ه'
                                : c == U'ى'                         ? U'ي'
                                                                    : c;
        key = key << 5 | L(folded);
    }
    return key;
}

}  // namespace warraq::arabic
