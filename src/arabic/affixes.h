// What may stand before and after an Arabic stem, with what it costs to read it so. Internal to terms.cpp;
// see docs/arabic.md.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "arabic/letters.h"
#include "arabic/lexicon.h"

namespace warraq::arabic {

inline constexpr std::size_t kLongestAffix = 5;

struct Affix {
    std::array<Letter, kLongestAffix> letters{};
    std::uint8_t size = 0;
    std::uint8_t cost = 0;
};

constexpr Affix affix(std::u32string_view text, int cost) {
    Affix made;
    for (const char32_t c : text) made.letters[made.size++] = L(c);
    made.cost = static_cast<std::uint8_t>(cost);
    return made;
}

// What may stand before a stem. The costs say how readily a reader sees it: the article always, a lone
// particle only where the rest is a word and the whole is not.
enum class Host : std::uint8_t { Noun, DefiniteNoun, Verb, Any };
struct Prefix {
    Affix affix;
    Host host;
};
inline constexpr Prefix kPrefixes[] = {
    {affix(U"", 0), Host::Any},
    {affix(U"ال", 0), Host::DefiniteNoun},
    {affix(U"وال", 0), Host::DefiniteNoun},
    {affix(U"بال", 0), Host::DefiniteNoun},
    {affix(U"لل", 0), Host::DefiniteNoun},
    {affix(U"فال", 1), Host::DefiniteNoun},
    {affix(U"كال", 1), Host::DefiniteNoun},
    {affix(U"ولل", 0), Host::DefiniteNoun},
    {affix(U"وبال", 0), Host::DefiniteNoun},
    {affix(U"وكال", 1), Host::DefiniteNoun},
    {affix(U"فلل", 1), Host::DefiniteNoun},
    {affix(U"فبال", 1), Host::DefiniteNoun},
    {affix(U"و", 1), Host::Any},
    {affix(U"ف", 2), Host::Any},
    {affix(U"ب", 1), Host::Noun},
    {affix(U"ل", 1), Host::Any},
    {affix(U"ك", 2), Host::Noun},
    {affix(U"وب", 2), Host::Noun},
    {affix(U"ول", 2), Host::Any},
    {affix(U"وك", 3), Host::Noun},
    {affix(U"فب", 3), Host::Noun},
    {affix(U"فل", 3), Host::Any},
    {affix(U"س", 1), Host::Verb},
    {affix(U"وس", 2), Host::Verb},
    {affix(U"فس", 3), Host::Verb},
};

// What may stand after one: the ending, and the letters that the stem has in its place («حكومتها»: «تها»
// after «حكوم», whose stem ends in «ه», folded from ة).
struct Suffix {
    Affix affix;
    Affix instead;
    std::uint32_t needs;  // any of these kinds
    bool with_article;
};
// Endings of the past stand after the verb as the dictionary heads it («قتل» + «ت»), those of the present
// after a form with its prefix («يقتل» + «ون»); pronouns after either.
inline constexpr std::uint32_t kPast = 1u << 30 | kVerb, kPresent = 1u << 29 | kVerb;
constexpr Suffix suffix(std::u32string_view ending, std::u32string_view instead, int cost,
                        std::uint32_t needs, bool with_article) {
    return {affix(ending, cost), affix(instead, 0), needs, with_article};
}
inline constexpr Suffix kSuffixes[] = {
    // the noun's own endings
    suffix(U"ه", U"", 1, kAdjective, true),  // the feminine, however its ة is written
    suffix(U"ات", U"ه", 1, kNoun, true),
    suffix(U"ات", U"", 1, kNoun, true),
    suffix(U"يات", U"اه", 1, kNoun, true),
    suffix(U"وات", U"اه", 1, kNoun, true),
    suffix(U"ون", U"", 1, kNoun, true),
    suffix(U"ين", U"", 1, kNoun, true),
    suffix(U"ان", U"", 1, kNoun, true),
    suffix(U"تان", U"ه", 1, kNoun, true),
    suffix(U"تين", U"ه", 1, kNoun, true),
    suffix(U"تان", U"", 2, kAdjective, true),
    suffix(U"تين", U"", 2, kAdjective, true),
    suffix(U"يان", U"ي", 1, kNoun, true),
    suffix(U"ا", U"", 1, kNoun, false),
    suffix(U"تا", U"ه", 2, kNoun, false),
    suffix(U"تي", U"ه", 2, kNoun, false),
    suffix(U"و", U"", 2, kNoun, false),
    suffix(U"ي", U"", 2, kNoun, false),
    // adjectives in ي made on the spot
    suffix(U"ي", U"", 2, kNisbaBase, true),
    suffix(U"ي", U"ه", 2, kNisbaBase, true),
    suffix(U"ي", U"ا", 3, kNisbaBase, true),
    suffix(U"يه", U"", 2, kNisbaBase, true),
    suffix(U"يه", U"ه", 2, kNisbaBase, true),
    suffix(U"يه", U"ا", 3, kNisbaBase, true),
    suffix(U"يون", U"", 2, kNisbaBase, true),
    suffix(U"يين", U"", 2, kNisbaBase, true),
    suffix(U"يات", U"", 2, kNisbaBase, true),
    suffix(U"يون", U"ه", 3, kNisbaBase, true),
    suffix(U"يين", U"ه", 3, kNisbaBase, true),
    suffix(U"يا", U"", 3, kNisbaBase, false),
    suffix(U"يا", U"ه", 3, kNisbaBase, false),
    // possession
    suffix(U"ه", U"", 1, kNoun, false),
    suffix(U"ها", U"", 2, kNoun, false),
    suffix(U"هم", U"", 2, kNoun, false),
    suffix(U"هن", U"", 3, kNoun, false),
    suffix(U"هما", U"", 2, kNoun, false),
    suffix(U"نا", U"", 2, kNoun, false),
    suffix(U"ك", U"", 3, kNoun, false),
    suffix(U"كم", U"", 2, kNoun, false),
    suffix(U"ته", U"ه", 2, kNoun, false),
    suffix(U"تها", U"ه", 2, kNoun, false),
    suffix(U"تهم", U"ه", 2, kNoun, false),
    suffix(U"تهن", U"ه", 3, kNoun, false),
    suffix(U"تهما", U"ه", 2, kNoun, false),
    suffix(U"تنا", U"ه", 2, kNoun, false),
    suffix(U"تك", U"ه", 3, kNoun, false),
    suffix(U"تكم", U"ه", 2, kNoun, false),
    suffix(U"اته", U"ه", 3, kNoun, false),
    suffix(U"اته", U"", 3, kNoun, false),
    suffix(U"اتها", U"ه", 3, kNoun, false),
    suffix(U"اتها", U"", 3, kNoun, false),
    suffix(U"اتهم", U"ه", 3, kNoun, false),
    suffix(U"اتهم", U"", 3, kNoun, false),
    suffix(U"اتنا", U"ه", 3, kNoun, false),
    suffix(U"اتنا", U"", 3, kNoun, false),
    suffix(U"اتك", U"ه", 4, kNoun, false),
    suffix(U"اتي", U"ه", 4, kNoun, false),
    suffix(U"اه", U"ي", 3, kNoun, false),  // «مستشفاه»
    suffix(U"اها", U"ي", 3, kNoun, false),
    suffix(U"اهم", U"ي", 3, kNoun, false),
    suffix(U"يه", U"", 4, kNoun, false),  // «لاعبيه»
    suffix(U"يها", U"", 3, kNoun, false),
    suffix(U"يهم", U"", 3, kNoun, false),
    suffix(U"وها", U"", 4, kNoun, false),
    suffix(U"وه", U"", 4, kNoun, false),
    suffix(U"وهم", U"", 4, kNoun, false),
    suffix(U"اهما", U"", 4, kNoun, false),
    suffix(U"يهما", U"", 4, kNoun, false),
    // the verb's endings, and what it governs
    suffix(U"وا", U"", 2, kPast, false),
    suffix(U"ون", U"", 2, kPresent, false),
    suffix(U"ت", U"", 1, kPast, false),
    suffix(U"تا", U"", 3, kPast, false),
    suffix(U"ا", U"", 3, kPast, false),
    suffix(U"ان", U"", 2, kPresent, false),
    suffix(U"ين", U"", 3, kPresent, false),
    suffix(U"ن", U"", 3, kPast, false),
    suffix(U"نا", U"", 3, kPast, false),
    suffix(U"تم", U"", 3, kPast, false),
    suffix(U"ه", U"", 3, kVerb, false),
    suffix(U"ها", U"", 3, kVerb, false),
    suffix(U"هم", U"", 3, kVerb, false),
    suffix(U"هما", U"", 3, kVerb, false),
    suffix(U"ني", U"", 3, kVerb, false),
    suffix(U"كم", U"", 3, kVerb, false),
    suffix(U"ته", U"", 3, kPast, false),
    suffix(U"تها", U"", 3, kPast, false),
    suffix(U"تهم", U"", 3, kPast, false),
    suffix(U"وه", U"", 4, kPast, false),
    suffix(U"وها", U"", 4, kPast, false),
    suffix(U"وهم", U"", 4, kPast, false),
    suffix(U"ونه", U"", 4, kPresent, false),
    suffix(U"ونها", U"", 4, kPresent, false),
    suffix(U"اه", U"ي", 4, kVerb, false),
    suffix(U"اها", U"ي", 4, kVerb, false),
};

// The suffixes that end in each letter, so that most are never looked at.
inline constexpr std::size_t kAlphabetSize = 32;
struct SuffixIndex {
    std::array<std::array<std::uint8_t, 40>, kAlphabetSize> by_last{};
    std::array<std::uint8_t, kAlphabetSize> count{};
};
inline constexpr SuffixIndex kIndex = [] {
    SuffixIndex index;
    for (std::size_t i = 0; i < std::size(kSuffixes); ++i) {
        const Letter last = kSuffixes[i].affix.letters[kSuffixes[i].affix.size - 1u];
        index.by_last[last][index.count[last]++] = static_cast<std::uint8_t>(i);
    }
    return index;
}();

}  // namespace warraq::arabic
