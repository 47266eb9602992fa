// The words that an archive's headlines, key points and names are written with: what a misspelt word is
// compared to, and what a word that is being typed may become. Immutable; thread-safe.
//
//     vocabulary.nearest("الانتخبات")     // «الانتخابات»
//     vocabulary.completions("انتخا", 5)  // «انتخابات» …, the commonest first
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace warraq::search {

class Vocabulary {
  public:
    struct Written {
        std::string word;
        std::uint32_t stories = 0;
    };
    // Spellings that search folds together are one word, shown in the commonest of them.
    explicit Vocabulary(std::vector<Written> words);
    Vocabulary() : Vocabulary(std::vector<Written>{}) {}

    // The commonest word at the smallest distance up to `most` (Damerau-Levenshtein over folded letters; for
    // words up to five letters never more than one); nothing when the word itself is known or none is near.
    std::optional<Written> nearest(std::string_view word, std::size_t most = 2) const;

    // Words that begin so, with or without the article, commonest first; the word itself among them.
    std::vector<std::string> completions(std::string_view beginning, std::size_t most) const;

    std::size_t size() const { return entries_.size(); }

  private:
    struct Entry {
        std::u32string folded;
        std::string written;
        std::uint32_t stories = 0;
    };
    std::vector<Entry> entries_;             // sorted by `folded`
    std::vector<std::uint64_t> letters_of_;  // which letters each holds, a bit a letter
};

}  // namespace warraq::search
