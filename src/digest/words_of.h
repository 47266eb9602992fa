// A text as its words, looked at once for all that the digest asks of them: the dictionary's reading, the key
// under which our tables know them, the particle before a name, and the punctuation after. Internal to the
// room.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "arabic/letters.h"
#include "arabic/term_memory.h"

namespace warraq::digest {

using arabic::Key;

// What stands between a word and the next.
enum class After : std::uint8_t { Space, Comma, Stop, Colon, Bracket, Quote, Dash, Line };

struct WordOf {
    std::string_view text;
    Key key = 0;  // folded letters as written; 0 for other scripts and long words
    arabic::TermKeys terms;
    std::uint32_t at = 0;  // byte in the text
    After after = After::Space;
    bool bracket_before = false, quote_before = false;  // something opens right before it
    bool content = false;                               // says something of what the text is about
    // Bytes of a «و» or «ف» before the word; 0 where that is a letter of it («وزير», «فريق»). And the key
    // without.
    std::uint8_t conjunction = 0;
    Key bare = 0;

    std::uint32_t end() const { return at + static_cast<std::uint32_t>(text.size()); }
    bool known() const { return terms.reading == arabic::Reading::Dictionary; }
};

// `memory`: of words met before, where many texts are looked at.
std::vector<WordOf> words_of(std::string_view text, arabic::TermMemory* memory = nullptr);

// A word without one or two particles before it: «وبترامب» -> «بترامب», «ترامب»; «للأمم» -> «الأمم», «لأمم».
// At most three.
struct Bare {
    Key key = 0;
    std::uint8_t bytes = 0;  // that the particles take of the word
};
struct BareForms {
    std::array<Bare, 3> forms{};
    std::size_t count = 0;
    const Bare* begin() const { return forms.data(); }
    const Bare* end() const { return forms.data() + count; }
};
BareForms bare_forms(const WordOf& word);

}  // namespace warraq::digest
