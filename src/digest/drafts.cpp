#include "digest/drafts.h"

#include <algorithm>
#include <utility>

#include "arabic/lexicon.h"
#include "digest/grammar.h"
#include "digest/openings.h"

namespace warraq::digest {
namespace {

// Beginnings of points in a story; what comes later counts for next to nothing, and each costs a quarter of a
// millisecond.
constexpr std::size_t kMostStarts = 3'000;

std::string short_name(const StoryText& story, std::uint32_t entity) {
    const NameEntity& found = story.names.entities[entity];
    return found.short_name.empty() ? found.name : found.short_name;
}

bool dual_of_saying(Key key) {
    return (key & 31) == arabic::L(U'ا') && is(key >> 5, kSays);
}

bool plural_of_saying(Key key) {
    return (key & 31) == arabic::L(U'ا') && (key >> 5 & 31) == arabic::L(U'و') && is(key >> 10, kSays);
}

// «قالت» and «تقول», but «تابع» begins with a letter of its own.
bool verb_is_feminine(const WordOf& verb) {
    if (verb.text.ends_with("ت")) return true;
    if (!verb.text.substr(verb.conjunction).starts_with("ت")) return false;
    const arabic::Stem* stem = arabic::find_stem(verb.bare);
    if (!stem) return true;
    const auto lemmas = arabic::verb_lemmas(*stem);
    return std::find(lemmas.begin(), lemmas.end(), verb.bare) == lemmas.end();
}

}  // namespace

std::string pair_of_people(const StoryText& story) {
    std::vector<std::uint32_t> people;
    const std::size_t until =
        story.sentences.empty() ? story.headline_words : story.sentences.front().last + 1;
    const auto gather = [&](std::size_t from, std::size_t to) {
        people.clear();
        for (const NameMention& mention : story.names.mentions) {
            if (mention.kind == NameKind::Person && mention.first_word >= from && mention.first_word < to &&
                std::find(people.begin(), people.end(), mention.entity) == people.end())
                people.push_back(mention.entity);
            if (people.size() > 2) return;  // no pair
        }
    };
    gather(0, story.headline_words);
    if (people.size() != 2) gather(story.headline_words, until);
    if (people.size() != 2) return {};
    return short_name(story, people[0]) + " و" + short_name(story, people[1]);
}

std::vector<Draft> Drafts::of_sentence(std::size_t s) {
    const SentenceOf& sentence = story_.sentences[s];
    const std::size_t looked_at = std::min(sentence.last, sentence.first + kMostLookedAt);
    const Opening opening = opening_of(story_, sentence.first, sentence.last);
    sentence_ = s;
    if (!opening.leans)
        start_at(opening.first, sentence.last, opening.cut, 1.0);
    else if (strictness_ == Strictness::Less && !opening.broken)
        start_at(opening.first, sentence.last, opening.cut, 0.3);
    // A subordinate clause that tells something of its own: «…، حيث تبادل الوزيران …».
    for (std::size_t i = std::max(opening.first + 1, sentence.first + 1); i < looked_at; ++i) {
        if (words_[i - 1].after != After::Comma || !is(words_[i].bare, kTells)) continue;
        if (clauses_.inside_quote(sentence.first, i)) continue;
        const Opening inner = opening_of(story_, i, sentence.last);
        if (!inner.leans && inner.first > i)
            start_at(inner.first, end_of_aside(inner.first, sentence.last), inner.cut, 0.9);
    }
    // What someone is said to have said by the way: «…، مشيرا إلى أن بلاده …».
    for (std::size_t i = opening.first + kFewestWords; i + kFewestWords <= looked_at; ++i) {
        if (!is(words_[i].key, kSaysByTheWay)) continue;
        std::size_t that = i + 1;
        if (is(words_[that].key, kPreposition)) ++that;
        if (words_[that].key != arabic::K(U"أن") || that + kFewestWords > sentence.last) continue;
        if (clauses_.inside_quote(sentence.first, that + 1) || words_[that + 1].quote_before ||
            shows_accusative(words_[that + 1]))
            continue;
        const Opening inner = opening_of(story_, that + 1, sentence.last);
        if (!inner.leans && inner.first == that + 1) start_at(inner.first, sentence.last, 0, 0.8);
    }
    // A second verb with a subject of its own: «…، وتخشى المعارضة أن …».
    for (std::size_t i = opening.first + kFewestWords; i + kFewestWords <= looked_at; ++i) {
        if (words_[i - 1].after != After::Comma || words_[i].quote_before) continue;
        const std::uint8_t cut = words_[i].conjunction;
        if (!cut || !is_verb(words_[i], true) || !names_subject(words_[i + 1], i + 1)) continue;
        if (clauses_.inside_quote(sentence.first, i)) continue;
        if (!clauses_.is_whole(opening.first, i - 1, sentence.last)) continue;
        const Opening inner = opening_of(story_, i, sentence.last);
        if (!inner.leans && inner.first == i) start_at(i, sentence.last, cut, 0.9);
    }
    remember_speaker(s);
    return std::exchange(out_, {});
}

std::size_t Drafts::end_of_aside(std::size_t first, std::size_t last) const {
    const std::size_t looked_at = std::min(last, first + kMostLookedAt);
    for (std::size_t i = first; i < looked_at && !is(words_[i].bare, kSays); ++i)
        if (words_[i].after == After::Comma && is(words_[i + 1].key, kThat)) return i;
    return last;
}

bool Drafts::names_subject(const WordOf& word, std::size_t i) const {
    return word.text.starts_with("ال") && word.content && !is(word.key, kDefiniteRelative)
               ? true
               : story_.mention_at(i) != nullptr;
}

void Drafts::start_at(std::size_t first, std::size_t last, std::uint8_t cut, double quality) {
    if (++starts_ > kMostStarts) return;
    Draft draft{sentence_, first, last, cut, {}, false, false, quality};
    const Key key = words_[first].bare;
    if (is(key, kSays) && first + 1 <= last) {
        const Key next = words_[first + 1].key;
        const bool hidden = is(next, kThat | kPreposition) || governed_by_ba(words_[first + 1]) ||
                            words_[first].after == After::Colon ||
                            (words_[first + 1].quote_before && !clauses_.quotes_a_name(first + 1, last));
        if (hidden) {
            said_by_hidden(draft);
            return;
        }
    } else if (dual_of_saying(key) && first + 1 <= last) {
        if (pair_.empty()) return;
        draft.subject = pair_;
        draft.drop_dual = true;
    } else if (first + 2 <= last && opens_with_predicate(first)) {
        if (strictness_ == Strictness::Full) return;  // «كان متقدما»: who?
        draft.quality *= 0.4;
    } else if (plural_verb(words_[first])) {
        if (strictness_ == Strictness::Full) return;  // «اكتشفوا المزيد», «يحملون أسلحة»: who?
        draft.quality *= 0.5;
    } else if (plural_of_saying(key)) {
        if (strictness_ == Strictness::Full) return;
        draft.quality *= 0.3;
    }
    // Background, and openings that hang on what was told before.
    if (is(key, kBackground)) draft.quality *= 0.85;
    if (is(key, kPreposition)) draft.quality *= 0.9;
    if (cut && words_[first].text.size() <= 6) draft.quality *= 0.5;
    out_.push_back(std::move(draft));
}

bool Drafts::opens_with_predicate(std::size_t first) const {
    const WordOf& next = words_[first + 1];
    return is(words_[first].bare, kBeing) && next.known() && next.content && shows_accusative(next) &&
           !next.text.starts_with("ال") && !story_.mention_at(first + 1) && !is(words_[first + 2].key, kThat);
}

void Drafts::said_by_hidden(Draft draft) {
    const bool feminine = verb_is_feminine(words_[draft.first]);
    constexpr std::size_t kNearSentences = 2;
    if (speaker_ && speaker_->feminine == feminine && sentence_ - speaker_->sentence <= kNearSentences) {
        draft.subject = speaker_->name;
        draft.quality *= 0.95;
        out_.push_back(std::move(draft));
        return;
    }
    if (strictness_ == Strictness::Less) {
        draft.quality *= 0.3;
        out_.push_back(std::move(draft));
        return;
    }
    for (std::size_t i = draft.first + 1; i <= std::min(draft.first + 4, draft.last); ++i) {
        if (!is(words_[i].key, kThat) || is(words_[i].key, kThatPronoun) || i + 1 > draft.last) continue;
        const WordOf& next = words_[i + 1];
        if (shows_accusative(next) || next.quote_before) return;
        const Opening inner = opening_of(story_, i + 1, draft.last);
        if (inner.leans) return;
        draft.first = inner.first;
        draft.cut = inner.cut;
        draft.quality *= 0.7;
        out_.push_back(std::move(draft));
        return;
    }
}

void Drafts::remember_speaker(std::size_t s) {
    const SentenceOf& sentence = story_.sentences[s];
    for (std::size_t i = sentence.first; i < sentence.last; ++i) {
        const Key key = words_[i].bare;
        if (!is(key, kSays)) continue;
        std::size_t from = i + 1;
        if (is(words_[from].key, kThat | kPreposition) || words_[i].after == After::Colon ||
            words_[from].quote_before) {
            // Still the same speaker.
            if (speaker_ && speaker_->sentence + 1 >= s && i < sentence.first + 3) speaker_->sentence = s;
            continue;
        }
        if (auto who = subject_after(from, sentence.last); !who.empty()) {
            speaker_ = Speaker{std::move(who), verb_is_feminine(words_[i]), s};
            return;
        }
    }
}

std::string Drafts::subject_after(std::size_t from, std::size_t last) const {
    constexpr std::size_t kMostSubjectWords = 16;
    std::size_t end = from;
    for (std::size_t i = from; i <= last && i < from + kMostSubjectWords; ++i) {
        if (is(words_[i].key, kThat) || words_[i].key == arabic::K(U"إلى") ||
            words_[i].key == arabic::K(U"على"))
            break;
        if (const NameMention* name = story_.mention_at(i); name && name->kind == NameKind::Person)
            return short_name(story_, name->entity);
        end = i + 1;
    }
    std::size_t stop = from;
    while (stop < end && words_[stop].text.starts_with("ال") && words_[stop].content) {
        ++stop;
        if (words_[stop - 1].after != After::Space) break;
    }
    if (stop == from || stop - from > 4 || stop != end) return {};
    return std::string(story_.text.substr(words_[from].at, words_[stop - 1].end() - words_[from].at));
}

}  // namespace warraq::digest
