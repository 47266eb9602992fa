// What words do in a sentence, by the table word_classes.tsv, and what the dictionary says of verbs. Internal
// to the room; thread-safe.
#pragma once

#include <cstdint>

#include "digest/words_of.h"

namespace warraq::digest {

enum WordClass : std::uint32_t {
    kThat = 1u << 0,
    kThatPronoun = 1u << 1,
    kPreposition = 1u << 2,
    kRelative = 1u << 3,
    kDefiniteRelative = 1u << 4,
    kDemonstrative = 1u << 5,
    kPairOfPeople = 1u << 6,
    kPair = 1u << 7,
    kFirstPerson = 1u << 8,
    kTells = 1u << 9,
    kSaysByTheWay = 1u << 10,
    kBackground = 1u << 11,
    kLooseOpener = 1u << 12,
    kBareSaying = 1u << 13,
    kBeforeTheMiddle = 1u << 14,
    kAdjunct = 1u << 15,
    kAdjunctFirst = 1u << 16,
    kAdjunctSecond = 1u << 17,
    kSpanOfTime = 1u << 18,
    kWhichSpan = 1u << 19,
    kDay = 1u << 20,
    kWhichDay = 1u << 21,
    kRespect = 1u << 22,
    kClauseOpener = 1u << 23,
    kTimeWord = 1u << 24,
    kSaying = 1u << 25,
    kSayingPreposition = 1u << 26,
    kAttribution = 1u << 27,
    kSayingOf = 1u << 28,
    kOccasion = 1u << 29,
    kBeing = 1u << 30,
    kWriting = 1u << 31,
    kSays = kSaying | kSayingPreposition,
};

// Is the word of one of `classes`?
bool is(Key key, std::uint32_t classes);

// After «أن» a noun stands in the accusative: where that shows («المسؤولين»), it cannot begin a sentence.
bool shows_accusative(const WordOf& word);

// «أفاد بأن», not «أفاد بحث جديد».
bool governed_by_ba(const WordOf& word);
// «للمدينة», «لجمال», not «لجنة».
bool governed_by_la(const WordOf& word);

// «اكتشفوا», «يحملون»: before its subject a verb is singular, so that this one's is not told.
bool plural_verb(const WordOf& word);

// A verb, as far as the dictionary knows, without the conjunction before it. `opens`: it opens a sentence.
bool is_verb(const WordOf& word, bool opens = false);

}  // namespace warraq::digest
