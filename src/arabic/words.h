// Running text as words. Pure; thread-safe.
//
//     for_each_word("بلغت 3.9 في المئة", [](std::string_view word) { … });   // بلغت, 3.9, في, المئة
//
// A word is a run of letters, marks and digits (by Unicode's properties, as UAX #29 has it). Inside one may
// stand: a decimal or thousands mark between digits («3.9», «1,200», «٣٫٥»), an apostrophe or full stop
// between Latin letters («example.com», «O'Brien»), a full stop between single Arabic letters («د.ب.أ»).
// Zero-width joiners and bidi controls inside a word do not end it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace warraq::arabic {

// The word that begins at or after `at`, which moves past it; empty at the end of the text.
std::string_view next_word(std::string_view text, std::size_t& at);

template <class Take>
void for_each_word(std::string_view text, Take take) {
    for (std::size_t at = 0;;) {
        const std::string_view word = next_word(text, at);
        if (word.empty()) return;
        take(word);
    }
}

std::vector<std::string_view> words(std::string_view text);

// Prepositions, pronouns, particles and the verbs of saying: words that say nothing of what a text is about.
bool is_stop_word(std::string_view word);
bool is_stop_word(std::uint64_t key);  // by key_of(word)

}  // namespace warraq::arabic
