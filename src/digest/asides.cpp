#include "digest/asides.h"

#include "digest/grammar.h"

namespace warraq::digest {
namespace {

bool describes_day(const WordOf& word) {
    return is(word.key, kWhichDay) || word.key == 0 || (word.text[0] >= '0' && word.text[0] <= '9') ||
           word.text.starts_with("و");
}

}  // namespace

bool Asides::in_this_respect(std::size_t i, std::size_t end) const {
    return i + 2 < end && words_[i].key == arabic::K(U"في") && words_[i + 1].key == arabic::K(U"هذا") &&
           is(words_[i + 2].key, kRespect) && words_[i + 2].after == After::Space;
}

std::size_t Asides::passing_date(std::size_t first, std::size_t i, std::size_t end) const {
    if (i == first || !is(words_[i].key, kDay) || words_[i].bracket_before || words_[i].quote_before)
        return i;
    const WordOf& before = words_[i - 1];
    if (clauses_.is_preposition(i - 1) || is(before.key, kTimeWord) || before.text.starts_with("و") ||
        !(before.content || before.after == After::Comma))
        return i;
    // «قمة الثلاثاء» is a construct: only after a definite word, a name, a verb or a comma is the day an
    // adverb.
    const bool free = before.after == After::Comma || before.text.starts_with("ال") ||
                      story_.mention_at(i - 1) || before.text.ends_with("ة") ||
                      before.terms.reading != arabic::Reading::Dictionary;
    if (!free ||
        (before.text.ends_with("ة") && !before.text.starts_with("ال") && before.after != After::Comma))
        return i;
    std::size_t at = i;
    while (at < end && is(words_[at + 1].key, kDay) && words_[at].after == After::Space) ++at;
    if (at < end && (describes_day(words_[at + 1]) || words_[at].after == After::Dash)) return i;
    return at + 1;
}

std::size_t Asides::past_dropped(std::size_t first, std::size_t i, std::size_t end) const {
    const std::size_t past = past_relative(first, i, end);
    return past != i ? past : past_occasion(first, i, end);
}

std::size_t Asides::past_relative(std::size_t first, std::size_t i, std::size_t end) const {
    constexpr std::size_t kMost = 20;
    if (i == first || words_[i - 1].after != After::Comma || !is(words_[i].key, kDefiniteRelative)) return i;
    for (std::size_t at = i; at < end && at < i + kMost; ++at)
        if (words_[at].after == After::Comma) return clauses_.inside_quote(i, at + 1) ? i : at + 1;
    return i;
}

std::size_t Asides::past_occasion(std::size_t first, std::size_t i, std::size_t end) const {
    constexpr std::size_t kMost = 14;
    if (i <= first + 1 || i >= end || words_[i].key != arabic::K(U"في") || words_[i].quote_before ||
        !is(words_[i + 1].key, kOccasion) || !is(words_[first].bare, kSays))
        return i;
    for (std::size_t at = i + 1; at <= end && at < i + kMost; ++at) {
        if (is(words_[at].key, kThat)) return at;
        if (words_[at].after == After::Colon) return at < end ? at + 1 : i;
        if (words_[at].quote_before || is(words_[at].bare, kSays)) return i;
    }
    return i;
}

}  // namespace warraq::digest
