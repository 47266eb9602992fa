#include "arabic/fold.h"

#include <unicode/uchar.h>

#include "base/utf8.h"

namespace warraq::arabic {

char32_t fold(char32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    switch (c) {
        case U'أ':
        case U'إ':
        case U'آ':
        case U'ٱ': return U'ا';
        case U'ى':
        case U'ی': return U'ي';
        case U'ة': return U'ه';
        case U'ؤ': return U'و';
        case U'ئ': return U'ي';
        case U'ک': return U'ك';
        case 0x0640:  // tatweel
        case 0x0670:  // dagger alef
        case 0xFEFF: return 0;
        default: break;
    }
    if (c >= 0x0621 && c <= 0x063A) return c;  // the plain letters, most of all text
    if (c >= 0x0641 && c <= 0x064A) return c;
    if (c >= 0x064B && c <= 0x065F) return 0;  // marks
    if (c >= 0x06D6 && c <= 0x06ED) return 0;  // Quranic marks
    if (c >= 0x0660 && c <= 0x0669) return U'0' + (c - 0x0660);
    if (c >= 0x06F0 && c <= 0x06F9) return U'0' + (c - 0x06F0);
    if ((c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069))
        return 0;
    return static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
}

std::string fold(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();)
        if (const char32_t c = fold(utf8::next(text, at))) utf8::append(out, c);
    return out;
}

bool is_word_character(char32_t c) {
    if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c >= 0x0620 && c <= 0x0669) return true;
    if (c == 0x060C || c == 0x061B || c == 0x061F || c == 0x06D4 || (c >= 0x2000 && c <= 0x206F))
        return false;
    const auto mask = U_GET_GC_MASK(static_cast<UChar32>(c));
    return (mask & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK)) != 0;
}

}  // namespace warraq::arabic
