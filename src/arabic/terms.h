// What search indexes: the lemmas that a written word may belong to.
//
//     terms("وبالمدن")      // {"مدينه"}
//     terms("اسرائيل")      // {"اسراءيل"}, as for «إسرائيل»; «إسرائيلية» too
//     for (Key key : term_keys("رئيسه")) …    // the same as numbers, without a string made
//
// In order: the folded letters; a place, a foreign or given name, which nothing is cut from but a particle;
// the dictionary, trying every reading that Arabic's particles, endings and pronouns allow and keeping the
// ones that cut least; a hamza restored where it was left out; for what is left, light stemming, and for
// foreign names a term of sound (bit 60 set, written with "~") that joins غوتيريش and جوتيريش. docs/arabic.md
// has the whole method. Pure; thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "arabic/letters.h"

namespace warraq::arabic {

inline constexpr Key kBySound = Key{1} << 60;
// Of a word in another script, with digits, or too long: its key is a hash of the folded text.
inline constexpr Key kHashed = Key{1} << 63;

// How a word's terms were come by.
// Given: a person's given name and nothing else.
enum class Reading : std::uint8_t { Name, Given, Dictionary, Light, Other };

struct TermKeys {
    static constexpr std::size_t kMost = 4;
    std::array<Key, kMost> keys{};
    std::size_t count = 0;
    Reading reading = Reading::Other;
    const Key* begin() const { return keys.data(); }
    const Key* end() const { return keys.data() + count; }
    bool empty() const { return count == 0; }
    void add(Key key);  // once; dropped when full
};

// Of one word as `for_each_word` finds it; empty for what holds no letter or digit.
TermKeys term_keys(std::string_view word);
TermKeys term_keys(std::string_view word,
                   const Letters& letters);  // letters_of(word), where they are at hand

// The same as text, in the same order.
std::vector<std::string> terms(std::string_view word);

// The first of the word's terms: the reading that stands for it where one is enough. 0 for none.
Key main_term(std::string_view word);

}  // namespace warraq::arabic
