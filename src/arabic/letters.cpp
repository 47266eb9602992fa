#include "arabic/letters.h"

#include "arabic/fold.h"
#include "base/utf8.h"

namespace warraq::arabic {
namespace {

constexpr char32_t kFirst = 0x0621, kLast = 0x064A;

constexpr auto kLetters = [] {
    std::array<Letter, kLast - kFirst + 1> table{};
    for (char32_t c = kFirst; c <= kLast; ++c) table[c - kFirst] = L(c);
    const auto set = [&](char32_t from, char32_t to) { table[from - kFirst] = L(to); };
    set(U'آ', U'ا');
    set(U'أ', U'ا');
    set(U'إ', U'ا');
    set(U'ؤ', U'ء');
    set(U'ئ', U'ء');
    set(U'ة', U'ه');
    set(U'ى', U'ي');
    return table;
}();

}  // namespace

Letter letter_of(char32_t c) {
    if (c >= kFirst && c <= kLast) return kLetters[c - kFirst];
    switch (c) {
        case U'ٱ': return L(U'ا');
        case U'پ': return L(U'ب');
        case U'چ':
        case U'ژ': return L(U'ج');
        case U'ڤ':
        case U'ڥ': return L(U'ف');
        case U'گ':
        case U'ک':
        case U'ڭ': return L(U'ك');
        case U'ی': return L(U'ي');
        case U'ہ': return L(U'ه');
        default: return 0;
    }
}

char32_t character_of(Letter letter) {
    return letter >= 1 && letter <= kAlphabet.size() ? kAlphabet[letter - 1u] : 0xFFFD;
}

Letters letters_of(std::string_view word) {
    Letters out;
    char32_t last = 0;
    for (std::size_t at = 0; at < word.size();) {
        const char32_t c = utf8::next(word, at);
        const Letter letter = letter_of(c);
        if (!letter) {
            if (!is_mark(c) && fold(c) != 0) out.fits = false;
            continue;
        }
        if (out.size == Letters::kMost) {
            out.fits = false;
            break;
        }
        if (c == U'أ' && out.alef_above < 0) out.alef_above = static_cast<std::int8_t>(out.size);
        if (c == U'إ' && out.alef_below < 0) out.alef_below = static_cast<std::int8_t>(out.size);
        out.at[out.size++] = letter;
        last = c;
    }
    out.ends_in_teh = last == U'ة';
    out.ends_in_maqsura = last == U'ى';
    return out;
}

Key key_of(const Letter* first, std::size_t count) {
    Key key = 0;
    for (std::size_t i = 0; i < count; ++i) key = key << 5 | first[i];
    return key;
}

Key key_of(std::string_view word) {
    const Letters letters = letters_of(word);
    return letters.fits && letters.size <= kLongestKey ? key_of(letters.at.data(), letters.size) : 0;
}

std::string text_of(Key key) {
    std::string out;
    for (int shift = 55; shift >= 0; shift -= 5)
        if (const auto letter = static_cast<Letter>(key >> shift & 31))
            utf8::append(out, character_of(letter));
    return out;
}

}  // namespace warraq::arabic
