#include "arabic/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/utf8.h"

namespace warraq::arabic {
namespace {

bool is_presentation_form(char32_t c) {
    // Not U+FDFA and U+FDFB, whole phrases that a reader does not type, nor the ornate brackets.
    return (c >= 0xFB50 && c <= 0xFDF9 && c != 0xFD3E && c != 0xFD3F) || c == 0xFDFC ||
           (c >= 0xFE70 && c <= 0xFEFC);
}

icu::UnicodeString letters_of(char32_t form) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* nfkc = icu::Normalizer2::getNFKCInstance(status);
    icu::UnicodeString letters(static_cast<UChar32>(form));
    if (U_SUCCESS(status)) letters = nfkc->normalize(letters, status);
    return letters;
}

// Calls `keep(code point)` for each folded letter of `c`.
template <class Keep>
void fold_each(char32_t c, Folding folding, Keep keep) {
    if (!is_presentation_form(c)) {
        if (const char32_t folded = fold(c, folding)) keep(folded);
        return;
    }
    const icu::UnicodeString letters = letters_of(c);
    for (std::int32_t at = 0; at < letters.length(); at = letters.moveIndex32(at, 1))
        if (const char32_t folded = fold(static_cast<char32_t>(letters.char32At(at)), folding)) keep(folded);
}

char32_t fold_letter(char32_t c) {
    switch (c) {
        case U'أ':
        case U'إ':
        case U'آ': return U'ا';
        case U'ى': return U'ي';
        case U'ة': return U'ه';
        case U'ؤ': return U'و';
        case U'ئ': return U'ي';
        default: return c;
    }
}

}  // namespace

bool is_mark(char32_t c) {
    return (c >= 0x064B && c <= 0x065F) || c == 0x0640 || c == 0x0670 || (c >= 0x06D6 && c <= 0x06ED) ||
           (c >= 0x0610 && c <= 0x061A);
}

char32_t fold(char32_t c, Folding folding) {
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    if ((c >= 0x0621 && c <= 0x063A) || (c >= 0x0641 && c <= 0x064A))  // the plain letters, most of all text
        return folding == Folding::Search ? fold_letter(c) : c;
    if (is_mark(c)) return 0;
    if (c >= 0x0660 && c <= 0x0669) return U'0' + (c - 0x0660);
    if (c >= 0x06F0 && c <= 0x06F9) return U'0' + (c - 0x06F0);
    switch (c) {
        case U'ٱ': return U'ا';
        case U'ی':
        case U'ې': return U'ي';
        case U'ک': return U'ك';
        case U'ہ':
        case U'ھ': return U'ه';
        case 0xAD:    // soft hyphen
        case 0x061C:  // Arabic letter mark
        case 0xFEFF: return 0;
        default: break;
    }
    if ((c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069))
        return 0;
    return static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
}

std::string fold(std::string_view text, Folding folding) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();)
        fold_each(utf8::next(text, at), folding, [&](char32_t c) { utf8::append(out, c); });
    return out;
}

FoldedText fold_with_offsets(std::string_view text, Folding folding) {
    FoldedText out;
    out.text.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto start = static_cast<std::uint32_t>(at);
        fold_each(utf8::next(text, at), folding, [&](char32_t c) {
            utf8::append(out.text, c);
            out.offsets.resize(out.text.size(), start);
        });
    }
    out.offsets.push_back(static_cast<std::uint32_t>(text.size()));
    return out;
}

std::pair<std::size_t, std::size_t> FoldedText::source(std::size_t begin, std::size_t end) const {
    return {offsets[begin], end > begin ? offsets[end] : offsets[begin]};
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
