// Letters brought to one form for comparison, at two levels, with the way back to the original text.
//
//     fold("العُمانيّة")                    // "العمانيه": for search, where spellings must meet
//     fold("العُمانيّة", Folding::Display)  // "العمانية": for comparing what readers see
//     FoldedText folded = fold_with_offsets(text);
//     auto [begin, end] = folded.source(0, 4);   // bytes of `text` that its first four folded bytes came
//     from
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
    // Marks, tatweel, zero-width and bidi controls go; presentation forms become the letters they show (NFKC
    // of
    // U+FB50–FDFF and U+FE70–FEFC only: elsewhere it would turn «²» into «2»); Persian ک ی and digits become
    // the
    // Arabic and ASCII ones; Latin letters become lower case.
    Display,
    // That, and: أ إ آ ٱ become ا, ى ي, ة ه, ؤ و, ئ ي.
    Search,
};

std::string fold(std::string_view text, Folding folding = Folding::Search);

// The folded form of one code point that is no presentation form; 0 when it is dropped.
char32_t fold(char32_t c, Folding folding = Folding::Search);

struct FoldedText {
    std::string text;
    std::vector<std::uint32_t>
        offsets;  // of each byte of `text`: where its source begins; one more for the end
    // The source's bytes behind [begin, end) of `text`, with the marks that stand on its last letter.
    std::pair<std::size_t, std::size_t> source(std::size_t begin, std::size_t end) const;
};
FoldedText fold_with_offsets(std::string_view text, Folding folding = Folding::Search);

// A letter, mark or digit of any script: what words are made of.
bool is_word_character(char32_t c);

// A vowel sign, shadda or sukun, tatweel or dagger alef: written on a letter, never one itself.
bool is_mark(char32_t c);

}  // namespace warraq::arabic
