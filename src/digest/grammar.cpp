#include "digest/grammar.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "arabic/lexicon.h"
#include "base/table.h"
#include "digest/tables.h"

namespace warraq::digest {
namespace {

constexpr std::array kClasses = {
    std::pair<std::string_view, WordClass>{"that", kThat},
    std::pair<std::string_view, WordClass>{"that pronoun", kThatPronoun},
    std::pair<std::string_view, WordClass>{"preposition", kPreposition},
    std::pair<std::string_view, WordClass>{"relative", kRelative},
    std::pair<std::string_view, WordClass>{"definite relative", kDefiniteRelative},
    std::pair<std::string_view, WordClass>{"demonstrative", kDemonstrative},
    std::pair<std::string_view, WordClass>{"pair of people", kPairOfPeople},
    std::pair<std::string_view, WordClass>{"pair", kPair},
    std::pair<std::string_view, WordClass>{"first person", kFirstPerson},
    std::pair<std::string_view, WordClass>{"tells", kTells},
    std::pair<std::string_view, WordClass>{"says by the way", kSaysByTheWay},
    std::pair<std::string_view, WordClass>{"background", kBackground},
    std::pair<std::string_view, WordClass>{"loose opener", kLooseOpener},
    std::pair<std::string_view, WordClass>{"bare saying", kBareSaying},
    std::pair<std::string_view, WordClass>{"before the middle", kBeforeTheMiddle},
    std::pair<std::string_view, WordClass>{"adjunct", kAdjunct},
    std::pair<std::string_view, WordClass>{"adjunct first", kAdjunctFirst},
    std::pair<std::string_view, WordClass>{"adjunct second", kAdjunctSecond},
    std::pair<std::string_view, WordClass>{"span", kSpanOfTime},
    std::pair<std::string_view, WordClass>{"which span", kWhichSpan},
    std::pair<std::string_view, WordClass>{"day", kDay},
    std::pair<std::string_view, WordClass>{"which day", kWhichDay},
    std::pair<std::string_view, WordClass>{"respect", kRespect},
    std::pair<std::string_view, WordClass>{"clause opener", kClauseOpener},
    std::pair<std::string_view, WordClass>{"time", kTimeWord},
    std::pair<std::string_view, WordClass>{"saying", kSaying},
    std::pair<std::string_view, WordClass>{"saying preposition", kSayingPreposition},
    std::pair<std::string_view, WordClass>{"attribution", kAttribution},
    std::pair<std::string_view, WordClass>{"saying of", kSayingOf},
    std::pair<std::string_view, WordClass>{"occasion", kOccasion},
    std::pair<std::string_view, WordClass>{"being", kBeing},
    std::pair<std::string_view, WordClass>{"writing", kWriting},
};

using Classes = std::unordered_map<Key, std::uint32_t>;

const Classes& classes() {
    static const Classes table = [] {
        Classes out;
        for_each_row(tables::word_classes, [&](auto fields) {
            const auto known = std::find_if(kClasses.begin(), kClasses.end(),
                                            [&](const auto& c) { return c.first == fields[0]; });
            if (known == kClasses.end()) std::abort();  // a slip in the table, found by any test
            for (const auto word : split(fields[1], ' ')) out[arabic::key_of(word)] |= known->second;
        });
        return out;
    }();
    return table;
}

// «تمكين», «تقديم»: of five letters, and never a verb.
bool is_masdar(Key key) {
    return key >> 20 == arabic::L(U'ت') && (key >> 5 & 31) == arabic::L(U'ي');
}

}  // namespace

bool is(Key key, std::uint32_t wanted) {
    const auto found = classes().find(key);
    return found != classes().end() && (found->second & wanted) != 0;
}

bool shows_accusative(const WordOf& word) {
    return word.text.ends_with("ين") || word.text.ends_with("ا") || word.text.ends_with("اً") ||
           word.text.ends_with("ًا");
}

bool governed_by_ba(const WordOf& word) {
    if (!word.text.starts_with("ب")) return false;
    const arabic::Stem* whole = arabic::find_stem(word.key);
    return !whole || !(whole->kinds & (arabic::kNoun | arabic::kName));
}

bool governed_by_la(const WordOf& word) {
    constexpr std::size_t kCut = 2;  // bytes of «ل»
    if (!word.text.starts_with("ل") || word.key == 0 || arabic::find_stem(word.key)) return false;
    const arabic::Stem* rest = arabic::find_stem(arabic::key_of(word.text.substr(kCut)));
    return word.text.starts_with("لل") || (rest && (rest->kinds & arabic::kNoun));
}

bool plural_verb(const WordOf& word) {
    if (word.text.ends_with("وا")) return is_verb(word, true);
    const std::string_view text = word.text.substr(word.conjunction);
    if (!text.ends_with("ون") || !(text.starts_with("ي") || text.starts_with("ت"))) return false;
    const arabic::Stem* singular = arabic::find_stem(word.bare >> 10);  // not «يتعاون»
    return singular && (singular->kinds & arabic::kVerb);
}

bool is_verb(const WordOf& word, bool opens) {
    const Key key = word.bare;
    if (is(key, kSays)) return true;
    if ((key & 31) == arabic::L(U'ا') && is(key >> 5, kSays)) return true;  // «أكدا»
    if (opens && word.text.starts_with("ال")) return false;
    if (is_masdar(key)) return false;
    // Many a verb is a noun in other places («حجز», «أثار»): where a sentence opens, it is the verb.
    const auto verb = [opens](Key k) {
        const arabic::Stem* stem = arabic::find_stem(k);
        return stem && (stem->kinds & arabic::kVerb) && (opens || !(stem->kinds & arabic::kNoun));
    };
    if (verb(key)) return true;
    // «أعلنت», «سيعلن»
    constexpr Key kTeh = arabic::L(U'ت');
    if ((key & 31) == kTeh && verb(key >> 5)) return true;
    if (word.text.starts_with("س") && word.key) return verb(arabic::key_of(word.text.substr(2)));
    return false;
}

}  // namespace warraq::digest
