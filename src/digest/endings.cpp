#include "digest/endings.h"

#include <algorithm>

#include "digest/grammar.h"
#include "digest/quote_marks.h"

namespace warraq::digest {
namespace {

constexpr double kLoose = 0.3;
constexpr std::size_t kMostWordsOfLead = 28;

}  // namespace

double Endings::quality_of_end(const Draft& draft, std::size_t end) const {
    const WordOf& word = words_[end];
    const std::string_view slice =
        std::string_view(story_.text).substr(words_[draft.first].at, word.end() - words_[draft.first].at);
    if (end == draft.last)
        return balanced(with_closing(story_.text, slice)) && clauses_.says_what(draft.first, end, false) ? 1.0
                                                                                                         : 0;
    // The first sentence of a long quotation, where there is nothing better: whole as said, and closed by
    // us.
    if (strictness_ == Strictness::Less && word.after == After::Stop && closing_for(slice)) return 0.25;
    const WordOf& next = words_[end + 1];
    const bool comma = word.after == After::Comma;
    const bool clause =
        word.after != After::Comma && is(next.key, kClauseOpener) && !clauses_.is_in_the_middle(end + 1);
    // «… بلغاريا التي تطل على …»: a relative clause may go, a «مع» only where nothing better offers.
    const bool relative =
        word.after == After::Space && is(next.key, kDefiniteRelative) && !is(word.key, kRelative);
    const bool with = word.after == After::Space && next.key == arabic::K(U"مع");
    const bool adjunct = word.after == After::Space && word.content && clauses_.opens_adjunct(end + 1) &&
                         !clauses_.is_in_the_middle(end + 1);
    const bool loose = (strictness_ == Strictness::Less || draft.sentence == 0) && word.content &&
                       is(next.key, kPreposition);
    if (!comma && !clause && !relative && !with && !adjunct && !loose) return 0;
    if (!balanced(with_closing(story_.text, slice))) return 0;
    if (!word.content && word.key) return 0;
    if (is(next.key, kThat) || is(word.key, kRelative) || clauses_.is_preposition(end)) return 0;
    if (const NameMention* name = story_.mention_at(end); name && name->last_word > end) return 0;
    if (!clauses_.says_what(draft.first, end, true)) return 0;
    // A sentence that begins with someone saying has to come to what was said.
    if (is(words_[draft.first].bare, kSays)) {
        std::size_t that = draft.first + 1;
        while (that <= draft.last && !is(words_[that].key, kThat)) ++that;
        if (that <= draft.last && that < draft.first + 22 && end < that + 3) return 0;
    }
    if (draft.shortened && is_inside_dropped(draft, end)) return 0;
    if (!clauses_.is_whole(draft.first, end, draft.last)) return strictness_ == Strictness::Less ? 0.3 : 0;
    if (comma && (clauses_.ends_in_condition(draft.first, end) || tells_after(draft.first, end))) return 0;
    if (comma && (clauses_.closes_apposition(draft.first, end) || names_whom_it_told(end, draft.last)))
        return 0;
    // The verb that ends the slice waits for what it governs: «… مدربا له ومنح».
    if (word.conjunction && is_verb(word, true) && !comma) return 0;
    if (is_verb(word) && !(comma && word.known() && !word.terms.empty())) return 0;
    // A comma between a name and what describes it is no end: «قال المدير، أحمد علي، إن».
    if (comma && next.bracket_before) return 0.8;
    if (clause && is(next.key, kLooseOpener)) return 0.5;
    const double waiting = clauses_.waits_for_verb(draft.first, end) ? 0.2 : 1;
    return waiting * (comma                             ? 0.95
                      : clause                          ? 0.9
                      : relative                        ? 0.75
                      : adjunct                         ? (draft.sentence == 0 ? 0.75 : 0.35)
                      : with                            ? 0.6
                      : strictness_ == Strictness::Less ? 0.2
                                                        : kLoose);
}

double Endings::quality_of_text(const Draft& draft, std::size_t end) const {
    double quality = 1;
    for (std::size_t i = draft.first; i <= end; ++i) {
        const Key key = words_[i].key;
        // «الأشهر الأخيرة» points at nothing.
        const bool described =
            i > draft.first && words_[i].text.starts_with("ال") && words_[i - 1].text.starts_with("ال");
        if (is(key, kDemonstrative) && !described &&
            !(i > draft.first && asides_.in_this_respect(i - 1, end)))
            quality *= (i < draft.first + 5 ? 0.55 : 0.9) * (i == end ? 0.4 : 1);
        if (is(key, kFirstPerson)) quality *= 0.6;
        if (is(key, kPair | kPairOfPeople) && !(is(key, kPairOfPeople) && !pair_.empty())) quality *= 0.6;
        if (words_[i].quote_before) quality *= 0.95;
    }
    // Early pronouns point at what the reader has not seen.
    for (std::size_t i = draft.first; i <= std::min(draft.first + 2, end); ++i) {
        const std::string_view text = words_[i].text;
        const bool pronoun = text.size() > 6 && (text.ends_with("ه") || text.ends_with("ها") ||
                                                 text.ends_with("هم") || text.ends_with("هما"));
        if (pronoun && (words_[i].known() || is(words_[i].key, kPreposition)) && !story_.mention_at(i))
            quality *= 0.6;
    }
    const WordOf& second = words_[std::min(draft.first + 1, end)];
    if (draft.subject.empty() && is_verb(words_[draft.first], true) && !is(words_[draft.first].bare, kSays) &&
        (is(second.key, kPreposition) || is(second.key, kThat)))
        quality *= 0.55;
    const std::string_view tail = std::string_view(story_.text).substr(words_[end].end(), 6);
    if (tail.starts_with("؟") || tail.starts_with("?")) quality *= 0.2;
    if (tail.starts_with(":") || tail.starts_with(" :")) quality *= 0.3;
    if (tail.starts_with("..") || tail.starts_with("…")) quality *= 0.7;
    return quality;
}

std::size_t Endings::most_words(const Draft& draft, std::size_t end) const {
    if (end != draft.last) return kMostWords;
    return strictness_ == Strictness::Less ? kMostWordsAtNeed
           : draft.sentence == 0           ? kMostWordsOfLead
                                           : kMostWords;
}

bool Endings::tells_after(std::size_t first, std::size_t end) const {
    const WordOf& next = words_[end + 1];
    if (!is(words_[first].bare, kSaying) || next.conjunction || is(next.key, kClauseOpener) ||
        !next.content || is_verb(next, true))
        return false;
    for (std::size_t i = first + 1; i <= end; ++i)
        if (is(words_[i].key, kThat | kPreposition) || words_[i].quote_before ||
            words_[i].after == After::Colon)
            return false;
    return true;
}

bool Endings::names_whom_it_told(std::size_t end, std::size_t last) const {
    const NameMention* name = story_.mention_at(end + 1);
    if (!name || name->kind != NameKind::Person || name->first_word != end + 1 || name->last_word >= last)
        return false;
    const WordOf& next = words_[name->last_word + 1];
    return words_[name->last_word].after == After::Comma && !next.conjunction && !is(next.key, kClauseOpener);
}

bool Endings::is_inside_dropped(const Draft& draft, std::size_t end) const {
    for (std::size_t i = draft.first + 1; i <= end; ++i) {
        const std::size_t past = asides_.past_dropped(draft.first, i, draft.last);
        if (past != i && past > end) return true;
    }
    return false;
}

}  // namespace warraq::digest
