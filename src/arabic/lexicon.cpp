#include "arabic/lexicon.h"

// Taken into the program as it is: a C++ array of its three million bytes would cost the compiler a minute.
asm(R"(
    .section .rodata
    .balign 16
    .global warraq_lexicon
    .hidden warraq_lexicon
warraq_lexicon:
    .incbin ")" WARRAQ_LEXICON R"("
    .previous
)");
extern "C" const unsigned char warraq_lexicon[];

namespace warraq::arabic {
namespace {

const LexiconHeader& header() {
    return *reinterpret_cast<const LexiconHeader*>(warraq_lexicon);
}
const Stem* stems() {
    return reinterpret_cast<const Stem*>(warraq_lexicon + sizeof(LexiconHeader));
}
const Key* lemmas() {
    return reinterpret_cast<const Key*>(stems() + header().slots);
}

}  // namespace

const Stem* find_stem(Key key) {
    if (key == 0) return nullptr;
    const std::size_t slots = header().slots;
    const Stem* const all = stems();
    for (std::size_t slot = slot_of(key, slots);; slot = (slot + 1) & (slots - 1)) {
        if (all[slot].key == key) return &all[slot];
        if (all[slot].key == 0) return nullptr;
    }
}

std::span<const Key> noun_lemmas(const Stem& stem) {
    return {lemmas() + (stem.lemmas >> 8), stem.lemmas & 15};
}
std::span<const Key> verb_lemmas(const Stem& stem) {
    return {lemmas() + (stem.lemmas >> 8) + (stem.lemmas & 15), stem.lemmas >> 4 & 15};
}

}  // namespace warraq::arabic
