#include "digest/clauses.h"

#include "digest/candidates.h"
#include "digest/grammar.h"
#include "digest/openings.h"

namespace warraq::digest {
namespace {

constexpr std::size_t kLongestName = 4;  // words in quotation marks that may be one

// After a comma, an apposition may open with it: «المتحدث، مدير المكتب،».
bool may_name(const WordOf& word) {
    return !word.conjunction && word.content && !is(word.bare, kPreposition) &&
           !is(word.key, kClauseOpener) && !is_verb(word, true);
}

}  // namespace

// Both are asked of a sentence's words again and again, and a text may be one sentence.
Clauses::Clauses(const StoryText& story)
    : story_(story), words_(story.words), next_comma_(words_.size()), marks_(words_.size()) {
    std::size_t comma = words_.size();
    for (std::size_t i = words_.size(); i-- > 0; next_comma_[i] = comma)
        if (words_[i].after == After::Comma) comma = i;
    Marks marks;
    std::size_t counted = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
        marks.count(std::string_view(story_.text).substr(counted, words_[i].at - counted));
        counted = words_[i].at;
        marks_[i] = marks;
    }
}

bool Clauses::inside_quote(std::size_t from, std::size_t i) const {
    return !(marks_[i] - marks_[from]).balanced();
}

bool Clauses::says_what(std::size_t first, std::size_t end, bool cut) const {
    const Key verb = words_[first].bare;
    const bool to_something = cut && is(verb, kSayingPreposition);
    if (!is(verb, kBareSaying) && !to_something && !(cut && is(verb, kWriting))) return true;
    for (std::size_t i = first + 1; i <= end; ++i) {
        const WordOf& word = words_[i];
        if (is(word.key, kThat) || (word.after == After::Colon && i < end) ||
            (is(verb, kSayingOf | kSayingPreposition) && governed_by_ba(word)))
            return true;
        if (word.quote_before && end - i >= kLongestName && !quotes_a_name(i, end)) return true;
        if (to_something && i < end &&
            (word.key == arabic::K(U"إلى") || word.key == arabic::K(U"على") || word.key == arabic::K(U"من") ||
             (governed_by_la(word) && !word.text.starts_with("لل"))))
            return true;
    }
    return false;
}

bool Clauses::quotes_a_name(std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i <= last && i < first + kLongestName; ++i) {
        if (words_[i].after == After::Quote) return true;
        if (words_[i].after != After::Space) return false;
    }
    return false;
}

bool Clauses::is_verb_here(std::size_t from, std::size_t i) const {
    if (is_verb(words_[i], i == from)) return true;
    if (i == from || words_[i].text.starts_with("ال") || !words_[i].content) return false;
    const bool after_definite = words_[i - 1].text.starts_with("ال") || story_.mention_at(i - 1) != nullptr;
    return after_definite && !story_.mention_at(i) && is_verb(words_[i], true);
}

template <class Holds>
bool Clauses::any_outside_relatives(std::size_t from, std::size_t end, Holds holds) const {
    bool relative = false;
    for (std::size_t i = from; i <= end; ++i) {
        if (is(words_[i].key, kDefiniteRelative)) relative = true;
        if (!relative && holds(i)) return true;
        if (words_[i].after == After::Comma) relative = false;
    }
    return false;
}

bool Clauses::has_main_verb(std::size_t from, std::size_t end) const {
    return any_outside_relatives(from, end, [&](std::size_t i) {
        const bool after_that =
            i > from && (is(words_[i - 1].key, kRelative) || words_[i - 1].key == arabic::K(U"أن"));
        return !after_that && is_verb_here(from, i);
    });
}

bool Clauses::is_whole(std::size_t first, std::size_t end, std::size_t last) const {
    std::size_t from = first;
    if (is(words_[first].bare, kPreposition | kAdjunct) || governed_by_la(words_[first])) {
        if (const std::size_t comma = comma_after(first); comma < last) from = comma + 1;
        if (from > end || is(words_[from].key, kClauseOpener)) return false;
    }
    if (!has_main_verb(from, end)) return false;
    for (std::size_t i = end; i > first; --i)
        if (is(words_[i].key, kThat))
            return i < end && says_something(i + 1, end, is(words_[i].key, kThatPronoun));
    return true;
}

bool Clauses::waits_for_verb(std::size_t first, std::size_t end) const {
    std::size_t from = first;
    bool has_subject = false;
    for (std::size_t i = end; i > first; --i)
        if (is(words_[i].key, kThat) || words_[i].bare == arabic::K(U"لكن")) {
            from = i;
            has_subject = is(words_[i].key, kThatPronoun);
            break;
        }
    if (has_subject || (from == first && !is(words_[first].bare, kBeing))) return false;
    // Told without a verb: «كانت متقدمة», «أن السعيد من أبرز اللاعبين», «أن الأفراد هم أكثرهم».
    for (std::size_t i = from + 2; i <= end; ++i) {
        const WordOf& word = words_[i];
        if (word.known() && shows_accusative(word) && !word.text.starts_with("ال")) return false;
        if (word.key == arabic::K(U"هو") || word.key == arabic::K(U"هي") || word.key == arabic::K(U"هم") ||
            (word.text.starts_with("أ") && words_[i - 1].key == arabic::K(U"من")))
            return false;
    }
    if (has_main_verb(from + 1, end)) return false;
    // Before a comma a word that may be a verb is taken for one.
    return words_[end].after != After::Comma ||
           !any_outside_relatives(from + 1, end, [&](std::size_t i) { return is_verb(words_[i], true); });
}

bool Clauses::ends_in_condition(std::size_t first, std::size_t end) const {
    for (std::size_t i = end; i-- > first + 1;) {
        if (words_[i].after != After::Comma) continue;
        const WordOf& opens = words_[i + 1];
        return opens.key == arabic::K(U"وإذا") ||
               (opens.key == arabic::K(U"وفي") && words_[i + 2].key == arabic::K(U"حال"));
    }
    return false;
}

bool Clauses::says_something(std::size_t from, std::size_t end, bool has_subject) const {
    if (has_subject || has_main_verb(from, end)) return true;
    constexpr std::size_t kLeast = 4;
    for (std::size_t i = from; i < end; ++i)
        if (is(words_[i].key, kDefiniteRelative) || words_[i].after == After::Comma) return false;
    return end + 1 - from >= kLeast;
}

bool Clauses::closes_apposition(std::size_t first, std::size_t end) const {
    constexpr std::size_t kShort = 5, kMostTimeWords = 20;
    std::size_t after = end + 1;
    while (after + 1 < words_.size() && after <= end + kMostTimeWords &&
           is(words_[after].key, kTimeWord))  // «، الإثنين، الأنباء»
        ++after;
    if (after > end + 1 && words_[after - 1].after != After::Comma) return false;
    const WordOf& next = words_[after];
    if (next.conjunction || is(next.key, kClauseOpener) || is_verb(next, true)) return false;
    if (next.text.starts_with("ال") && !story_.mention_at(after))
        return true;  // «بحث فلان مع فلان، الجهود …»
    bool relative = false;
    for (std::size_t i = end; i-- > first;) {
        relative = relative || is(words_[i + 1].key, kDefiniteRelative);
        if (words_[i].after != After::Comma) continue;
        const WordOf& opens = words_[i + 1];
        if (opens.key == arabic::K(U"وهو") || opens.key == arabic::K(U"وهي"))
            return !next.text.starts_with("ال");
        return (relative || end - i <= kShort) && may_name(opens);
    }
    return false;
}

bool Clauses::is_apposed(std::size_t first, std::size_t end) const {
    constexpr std::size_t kMost = 8;
    if (words_[end].after != After::Comma) return false;
    for (std::size_t i = end; i-- > first && end - i <= kMost;) {
        if (words_[i].after != After::Comma) continue;
        return story_.mention_at(i + 1) || may_name(words_[i + 1]);
    }
    return false;
}

bool Clauses::is_preposition(std::size_t i) const {
    return is(words_[i].key, kPreposition) && !story_.mention_at(i);
}

bool Clauses::is_in_the_middle(std::size_t i) const {
    return words_[i].key == arabic::K(U"وسط") && is(words_[i - 1].key, kBeforeTheMiddle);
}

bool Clauses::opens_adjunct(std::size_t i) const {
    if (i + 1 < words_.size() && is(words_[i].key, kSpanOfTime) && is(words_[i + 1].key, kWhichSpan))
        return true;
    return is(words_[i].key, kAdjunct) || (i + 1 < words_.size() && is(words_[i].key, kAdjunctFirst) &&
                                           is(words_[i + 1].key, kAdjunctSecond));
}

bool Clauses::ends_in_attribution(std::size_t first, std::size_t end) const {
    for (std::size_t i = end; i-- > first + kFewestWords;) {
        if (words_[i].after != After::Comma) continue;
        const Opening tail = opening_of(story_, i + 1, end);
        return is(words_[i + 1].bare, kAttribution) || (is(words_[i + 1].key, kTimeWord) && end - i <= 3) ||
               (tail.first > i + 1 && tail.first >= end);
    }
    return false;
}

}  // namespace warraq::digest
