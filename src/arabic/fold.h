// Letters brought to one form for comparison, at two levels, with the way back to the original text.
//
//     fold("العُمانيّة")                    // "العمانيه": for search, where spellings must meet
//     fold("العُمانيّة", Folding::Display)  // "العمانية": for comparing what readers see
//     FoldedText folded = fold_with_offsets(text);
//     auto [begin, end] = folded.source(0, 4);   // the bytes of `text` behind the first four folded bytes
//
// Pure; thread-safe. Malformed UTF-8 becomes U+FFFD.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace warraq::arabic {

enum class Folding {
    // Removes marks, tatweel, zero-width and bidi controls. Presentation forms become the letters they show
    // (NFKC, but only of U+FB50–FDFF and U+FE70–FEFC: elsewhere it would turn «²» into «2»). Persian ک and ی
    // become the Arabic letters, digits become ASCII, Latin letters become lower case.
    Display,
    // That, and: أ إ آ ٱ become ا, ى ي, ة ه, ؤ و, ئ ي.
    Search,
};

std::string fold(std::string_view text, Folding folding = Folding::Search);

// The folded form of one code point that is no presentation form; 0 when it is dropped.
char32_t fold(char32_t c, Folding folding = Folding::Search);

struct FoldedText {
    std::string text;
    // For each byte of `text`, where its source begins; one more for the end.
    std::vector<std::uint32_t> offsets;
    // The source's bytes behind [begin, end) of `text`, with the marks that stand on its last letter.
    std::pair<std::size_t, std::size_t> source(std::size_t begin, std::size_t end) const;
};
FoldedText fold_with_offsets(std::string_view text, Folding folding = Folding::Search);

// A letter, mark or digit of any script: what words are made of.
bool is_word_character(char32_t c);

// A vowel sign, shadda or sukun, tatweel or dagger alef: written on a letter, never one itself.
bool is_mark(char32_t c);

}  // namespace warraq::arabic
