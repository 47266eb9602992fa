// The dictionary: what each stem may be, and which lemma it belongs to. Made at build time from Hunspell's
// Arabic dictionary (Ayaspell) and src/arabic/tables, kept as one read-only array in the program.
//
//     if (const Stem* stem = find_stem(key_of("مدن"))) …   // a noun; its lemma is that of «مدينة»
//
// Thread-safe; nothing is loaded at start.
#pragma once

#include <cstdint>
#include <span>

#include "arabic/letters.h"

namespace warraq::arabic {

enum StemKind : std::uint32_t {
    kNoun = 1,
    kAdjective = 2,  // takes ة for the feminine
    kTakesAt = 4,    // sound feminine plural
    kNisbaBase = 8,  // makes an adjective in ي
    kSingular = 16,
    kVerb = 32,              // one of the forms that a verb is conjugated in, before its endings
    kName = 64,              // a place or a foreign name: never cut, only a particle may stand before it
    kPlural = 128,           // a broken plural; its lemma is its singular's
    kMasculinePlural = 256,  // takes ون
    kForeign = 512,          // a foreign name, whose other spellings are found by sound
    kEndsInTeh = 1024,
    kTwoWords = 2048,  // a singular in إ (its lemma comes first) and a plural in أ: «إعلام», «أعلام»
    kEndsInMaqsura = 8192,  // some word of the key ends in ى: «المرمى» is no slip for «المرمي»
    kEndsInHe = 16384,      // some word of the key ends in a ه of its own: «التشويه»
    kGivenName = 32768,     // a kName that is a person's given name
    kNisba = 4096,          // an adjective in ي whose lemma is the noun that it comes from
};

// As laid out in the compiled file.
struct Stem {
    Key key;
    std::uint32_t kinds;
    std::uint32_t lemmas;  // offset << 8 | count of verbs' lemmas << 4 | count of nouns' lemmas before them
};
static_assert(sizeof(Stem) == 16);

// nullptr when unknown.
const Stem* find_stem(Key key);

std::span<const Key> noun_lemmas(const Stem& stem);
std::span<const Key> verb_lemmas(const Stem& stem);

// The compiled file: this header, `slots` stems (an open-addressing table, a power of two, key 0 is free),
// then the lemmas. Written by tools/compile_lexicon, on the machine that builds.
struct LexiconHeader {
    static constexpr std::uint64_t kMagic = 0x31584c5141525257;
    std::uint64_t magic = kMagic;
    std::uint32_t slots = 0, lemmas = 0;
};

constexpr std::size_t slot_of(Key key, std::size_t slots) {
    return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15u) >> 20) & (slots - 1);
}

}  // namespace warraq::arabic
