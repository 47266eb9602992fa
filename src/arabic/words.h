// Running text as words. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace warraq::arabic {

struct Word {
    std::string_view text;  // as it stands in the source
    std::string key;  // folded, the article and the proclitics before it dropped («والوزراء» -> «وزراء»)
};

std::vector<Word> words(std::string_view text);

// Prepositions, pronouns, particles: words that say nothing of what a text is about. Takes a Word's key.
bool is_stop_word(std::string_view key);

}  // namespace warraq::arabic
