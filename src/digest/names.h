// Who, where and which bodies a story names.
//
//     Names found = find_names("قال وزير الخارجية العُماني بدر البوسعيدي في مسقط … وأضاف البوسعيدي");
//     found.entities[0]   // person «بدر البوسعيدي», role «وزير الخارجية العُماني», country «عمان», 2 mentions
//     found.mentions[2]   // where «البوسعيدي» stands, tied to the same entity
//
// By tables (places, organisations, titles, given names) and rules; no weights. A mention's span leaves out
// the particle before it and the title; an organisation's has its head word («وزارة الدفاع الروسية»). Pure;
// thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "digest/words_of.h"

namespace warraq::digest {

enum class NameKind : std::uint8_t { Person, Place, Organisation };
std::string_view to_string(NameKind kind);  // "person" …

struct NameEntity {
    NameKind kind = NameKind::Person;
    std::string name;  // the longest form that the story uses, without quotation marks
    std::string short_name;  // a person's family name as the story uses it («البوسعيدي»); empty for others
    std::string role;       // a person's title, as it stands in the story; may be empty
    std::string country;    // a person's, by the title's nisba, or a place's; may be empty
    bool feminine = false;  // a person's, as far as title or given name tell
    std::uint32_t mentions = 0;
};

struct NameMention {
    std::uint32_t begin = 0, end = 0;             // bytes of the text
    std::uint32_t first_word = 0, last_word = 0;  // of words_of(text)
    std::uint32_t entity = 0;
    NameKind kind = NameKind::Person;
};

struct Names {
    std::vector<NameEntity> entities;   // in the order in which they are first named
    std::vector<NameMention> mentions;  // in the order of the text, none overlapping
};

// Family names that the archive has shown to be people's: a word that no table knows is believed to be one
// when enough stories named it in full. Not thread-safe while it learns.
class LearntNames {
  public:
    void learn(const Names& story);
    bool is_family_name(Key word) const;

  private:
    std::unordered_map<Key, std::uint32_t> stories_;
};

Names find_names(std::string_view text, const LearntNames* learnt = nullptr);
// The same where the words are at hand already.
Names find_names(std::string_view text, const std::vector<WordOf>& words,
                 const LearntNames* learnt = nullptr);

}  // namespace warraq::digest
