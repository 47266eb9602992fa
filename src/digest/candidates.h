// What could become a key point: every clause of a story that can be made to stand alone. Internal to the
// room.
#pragma once

#include <string>
#include <vector>

#include "digest/story_text.h"

namespace warraq::digest {

struct Candidate {
    std::size_t sentence = 0;
    std::size_t first = 0, last = 0;  // words of the story
    std::string text;                 // as it would be shown, with its full stop
    std::vector<std::size_t> kept;    // the words of the story that `text` keeps
    std::size_t words = 0;            // of `text`, with those put in
    double quality = 1;               // how well it stands alone, 0 to 1
};

inline constexpr std::size_t kFewestWords = 6;
inline constexpr std::size_t kMostWords = 25;

// Less: where a story does not hold three that stand well alone, those that nearly do.
enum class Strictness { Full, Less };
std::vector<Candidate> candidates_of(const StoryText& story, Strictness strictness = Strictness::Full);

}  // namespace warraq::digest
