// How a sentence begins once it stands alone: without the connectives, datelines and attributions before its
// own first word. Internal to the room.
#pragma once

#include <cstddef>

#include "digest/story_text.h"

namespace warraq::digest {

struct Opening {
    std::size_t first = 0;  // the word that the point may begin with
    std::uint8_t cut = 0;   // bytes of its «و» or «ف»
    bool leans = false;     // cannot be understood without the sentence before
    bool broken = false;    // is not a sentence even with it
};

// Of the words [first, last].
Opening opening_of(const StoryText& story, std::size_t first, std::size_t last);

// Bytes of a conjunction that a word begins with; 0 where «و» or «ف» is a letter of the word («وزير»,
// «فريق»). What WordOf::conjunction holds.
std::uint8_t conjunction_bytes(std::string_view word, Key key, const arabic::TermKeys& terms);

}  // namespace warraq::digest
