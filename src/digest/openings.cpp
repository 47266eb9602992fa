#include "digest/openings.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "arabic/lexicon.h"
#include "arabic/words.h"
#include "base/table.h"
#include "digest/grammar.h"
#include "digest/tables.h"

namespace warraq::digest {
namespace {

using arabic::key_of;

struct Phrase {
    std::vector<Key> words;
    bool leans = false;
};

const std::unordered_map<Key, std::vector<Phrase>>& phrases() {
    static const auto table = [] {
        std::unordered_map<Key, std::vector<Phrase>> out;
        for_each_row(tables::openers, [&](auto fields) {
            Phrase phrase;
            phrase.leans = fields[0] == "lean";
            for (const auto word : split(fields[1], ' ')) phrase.words.push_back(key_of(word));
            out[phrase.words.front()].push_back(std::move(phrase));
        });
        for (auto& [first, list] : out)
            std::sort(list.begin(), list.end(),
                      [](const Phrase& a, const Phrase& b) { return a.words.size() > b.words.size(); });
        return out;
    }();
    return table;
}

// Verbs and particles whose «و» or «ف» is a letter of theirs; nouns are known from the dictionary.
std::unordered_set<Key> first_letters(std::string_view kind) {
    std::unordered_set<Key> out;
    for_each_row(tables::own_first_letter, [&](auto fields) {
        if (fields[0] == kind)
            for (const auto word : split(fields[1], ' ')) out.insert(key_of(word));
    });
    return out;
}
bool joined_first_letter(Key key) {
    static const auto kJoined = first_letters("joined");
    return kJoined.contains(key);
}
bool own_first_letter(Key key) {
    static const auto kOwn = first_letters("own");
    if (kOwn.contains(key)) return true;
    constexpr Key kTeh = arabic::L(U'ت');
    return (key & 31) == kTeh && kOwn.contains(key >> 5);
}

constexpr std::size_t kMostDatelineWords = 10;
constexpr std::size_t kMostAttributionWords = 16;

// «دبي، الإمارات العربية المتحدة (CNN) --»: past the dash that ends it.
std::size_t past_dateline(const StoryText& story, std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last && i < first + kMostDatelineWords; ++i) {
        const WordOf& word = story.words[i];
        if (word.after != After::Dash) continue;
        // The hyphen of «Two-Factor» and «3-0» ends none.
        if (word.end() + 1 == story.words[i + 1].at) continue;
        const char letter = word.text[0];
        const bool outlet = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
        bool names = true;
        for (std::size_t k = first; names && k <= i; ++k) names = story.mention_at(k) != nullptr;
        return outlet || names ? i + 1 : first;
    }
    return first;
}

std::size_t past_comma(const StoryText& story, std::size_t first, std::size_t last, std::size_t most) {
    for (std::size_t i = first; i < last && i < first + most; ++i)
        if (story.words[i].after == After::Comma) return i + 1;
    return first;
}

// «قد يعلن» is a may-be that must stay; «قد أعلن» says no more than «أعلن».
bool is_imperfect(const WordOf& word) {
    if (word.key == arabic::K(U"تكون")) return true;  // which may be read as «تكوّن», too
    if (word.text.starts_with("ي") || word.text.starts_with("لا")) return true;
    if (word.text.ends_with("ت")) return false;
    const arabic::Stem* stem = arabic::find_stem(word.key);
    if (!stem) return false;
    const auto lemmas = arabic::verb_lemmas(*stem);
    return !lemmas.empty() && std::find(lemmas.begin(), lemmas.end(), word.key) == lemmas.end();
}

const Phrase* phrase_at(const StoryText& story, std::size_t first, std::size_t last, Key first_key) {
    const auto found = phrases().find(first_key);
    if (found == phrases().end()) return nullptr;
    for (const Phrase& phrase : found->second) {
        if (first + phrase.words.size() - 1 > last) continue;
        bool same = true;
        for (std::size_t k = 1; same && k < phrase.words.size(); ++k)
            same = story.words[first + k].key == phrase.words[k];
        if (same) return &phrase;
    }
    return nullptr;
}

}  // namespace

std::uint8_t conjunction_bytes(std::string_view word, Key key, const arabic::TermKeys& terms) {
    constexpr std::uint8_t kCut = 2;  // bytes of «و» or «ف»
    const bool waw = word.starts_with("و"), feh = word.starts_with("ف");
    if ((!waw && !feh) || key == 0) return 0;
    const std::string_view rest = word.substr(kCut);
    const Key rest_key = key_of(rest);
    if (rest_key == 0 || rest.size() < 4) return 0;
    if (waw &&
        (rest.starts_with("و") || rest.starts_with("أ") || rest.starts_with("إ") || rest.starts_with("آ")))
        return kCut;
    if (own_first_letter(key)) return 0;
    if (joined_first_letter(key)) return kCut;
    if (arabic::is_stop_word(rest_key)) return kCut;
    const arabic::Stem* whole = arabic::find_stem(key);
    if (whole && (whole->kinds & (arabic::kNoun | arabic::kName))) return 0;
    if (rest.starts_with("ال") || arabic::find_stem(rest_key) || is(rest_key, kSays)) return kCut;
    if (waw && (rest.starts_with("سي") || rest.starts_with("ست"))) return kCut;
    if (whole) return 0;
    // An inflected word: is it known with its first letter, or only without?
    const auto without = arabic::term_keys(rest);
    if (without.reading == arabic::Reading::Name) return terms.reading == arabic::Reading::Name ? kCut : 0;
    if (without.reading != arabic::Reading::Dictionary) return 0;
    return terms.empty() || without.empty() || terms.keys[0] == without.keys[0] ? kCut : 0;
}

Opening opening_of(const StoryText& story, std::size_t first, std::size_t last) {
    Opening out;
    std::size_t at = past_dateline(story, first, last);
    constexpr int kMostOpeners = 5;
    for (int round = 0; round < kMostOpeners && at <= last; ++round) {
        const WordOf& word = story.words[at];
        const Key key = word.bare;
        if (is(key, kAttribution)) {
            const std::size_t past = past_comma(story, at, last, kMostAttributionWords);
            if (past == at) break;
            at = past;
            continue;
        }
        if (is(key, kTimeWord)) {
            std::size_t past = at;
            while (past < last && is(story.words[past].key, kTimeWord) &&
                   story.words[past].after == After::Space)
                ++past;
            if (story.words[past].after != After::Comma || !is(story.words[past].bare, kTimeWord)) break;
            at = past + 1;
            continue;
        }
        if (word.key == arabic::K(U"فقد") && at < last &&
            is_verb(story.words[at + 1])) {  // «فقد أطلقت»: «ف» and «قد»
            ++at;
            continue;
        }
        const Phrase* phrase = phrase_at(story, at, last, key);
        if (!phrase) phrase = phrase_at(story, at, last, word.key);
        if (!phrase) break;
        if (phrase->leans) {
            out.leans = out.broken = true;
            break;
        }
        const std::size_t past = at + phrase->words.size();
        if (past > last || (key == arabic::K(U"قد") && is_imperfect(story.words[past]))) break;
        if (phrase->words.back() == arabic::K(U"أن") && shows_accusative(story.words[past])) {
            out.leans = true;
            break;
        }
        at = past;
    }
    out.first = std::min(at, last);
    out.cut = story.words[out.first].conjunction;
    return out;
}

}  // namespace warraq::digest
