// The tables of names, read once into maps by key. Internal to the room; thread-safe after the first call.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "digest/names.h"

namespace warraq::digest {

enum NameClass : std::uint32_t {
    kGiven = 1,
    kFeminine = 2,
    kAlsoWord = 4,    // a given name that is an everyday word too
    kTitle = 8,       // takes what it governs before the name
    kTitleNext = 16,  // stands right before the name
    kOrganisationHead = 32,
    kPlaceHead = 64,
    kJoins = 128,  // stands inside a name: بن، آل، أبو …
    kNisba = 256,  // an adjective of a country
    kOfTime = 512,
    kDefiniteHead = 1024,   // «البنك», «المجلس»: a head only before
    kHeadAdjective = 2048,  // «المركزي», «الأعلى»
    kOfSaying = 4096,       // a verb of saying
    kForeignPart = 16384,   // a word of foreign names, whatever else it may be («كيم جونغ أون»)
    kSport = 32768,         // a word of stories about sport
    kGoverns = 8192,        // a preposition that may stand between a title and the name
    kFamily = 65536,        // an everyday word that families are named («الجمل»)
    kNoFamily = 131072,  // one that stands after a first name and is no family's («النهائي», «وصل»)
    kPastOrganisation = 262144,  // tells of the organisation named before it
};

// A name of several words, or one.
struct KnownName {
    std::vector<Key> words;
    NameKind kind = NameKind::Place;
    bool club = false;       // meant only where the story is about sport
    bool everyday = false;   // also an ordinary word: a place only where a preposition or head stands before
    bool ordinary = false;   // that, but first of all the word: only after a head
    std::string_view usual;  // the form that stands for all its spellings
    std::string_view country;
};

struct NameTables {
    std::unordered_map<Key, std::uint32_t> classes;
    std::unordered_map<Key, std::vector<KnownName>> by_first_word;  // longest first
    std::unordered_map<Key, std::string_view> country_of_nisba;
    std::uint32_t classes_of(Key key) const {
        const auto found = classes.find(key);
        return found == classes.end() ? 0 : found->second;
    }
};

const NameTables& name_tables();

}  // namespace warraq::digest
