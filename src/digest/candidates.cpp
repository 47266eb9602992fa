#include "digest/candidates.h"

#include <algorithm>
#include <array>
#include <optional>

#include "arabic/lexicon.h"
#include "base/utf8.h"
#include "digest/clauses.h"
#include "digest/grammar.h"
#include "digest/openings.h"

namespace warraq::digest {
namespace {

// Who spoke last, by name or as the story calls them.
struct Speaker {
    std::string name;
    bool feminine = false;
    std::size_t sentence = 0;
};

class Generator {
  public:
    Generator(const StoryText& story, Strictness strictness)
        : story_(story), words_(story.words), clauses_(story), strictness_(strictness) {
        find_pair();
    }

    std::vector<Candidate> all() {
        for (std::size_t s = 0; s < story_.sentences.size(); ++s) {
            read_sentence(s);
            remember_speaker(s);
        }
        return std::move(out_);
    }

  private:
    struct Draft {
        std::size_t first = 0, last = 0;
        std::uint8_t cut = 0;
        std::string subject;  // to be named after the first word
        bool shortened = false;  // leave out «، الذي …،» and «في بيان …» before what was said
        bool drop_dual = false;  // the first word is a dual verb: its alef goes when its subjects are named
        double quality = 1;
    };

    // Two people whom the headline or the lead names: those that «الوزيران» means.
    void find_pair() {
        std::vector<std::uint32_t> people;
        const std::size_t until =
            story_.sentences.empty() ? story_.headline_words : story_.sentences.front().last + 1;
        const auto gather = [&](std::size_t from, std::size_t to) {
            people.clear();
            for (const NameMention& mention : story_.names.mentions) {
                if (mention.kind == NameKind::Person && mention.first_word >= from &&
                    mention.first_word < to &&
                    std::find(people.begin(), people.end(), mention.entity) == people.end())
                    people.push_back(mention.entity);
                if (people.size() > 2) return;  // no pair
            }
        };
        gather(0, story_.headline_words);
        if (people.size() != 2) gather(story_.headline_words, until);
        if (people.size() != 2) return;
        pair_ = short_name(people[0]) + " و" + short_name(people[1]);
    }

    std::string short_name(std::uint32_t entity) const {
        const NameEntity& found = story_.names.entities[entity];
        return found.short_name.empty() ? found.name : found.short_name;
    }

    void read_sentence(std::size_t s) {
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
    }

    // «قال الجبير، حيث يزور الولايات المتحدة، إن …»: where the clause at `first` gives way to what was begun
    // before.
    std::size_t end_of_aside(std::size_t first, std::size_t last) const {
        const std::size_t looked_at = std::min(last, first + kMostLookedAt);
        for (std::size_t i = first; i < looked_at && !is(words_[i].bare, kSays); ++i)
            if (words_[i].after == After::Comma && is(words_[i + 1].key, kThat)) return i;
        return last;
    }

    // Can this word be the subject of the verb before it?
    bool names_subject(const WordOf& word, std::size_t i) const {
        return word.text.starts_with("ال") && word.content && !is(word.key, kDefiniteRelative)
                   ? true
                   : story_.mention_at(i) != nullptr;
    }

    void start_at(std::size_t first, std::size_t last, std::uint8_t cut, double quality) {
        if (++starts_ > kMostStarts) return;
        Draft draft{first, last, cut, {}, false, false, quality};
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
        finish(draft);
    }

    bool opens_with_predicate(std::size_t first) const {
        const WordOf& next = words_[first + 1];
        return is(words_[first].bare, kBeing) && next.known() && next.content && shows_accusative(next) &&
               !next.text.starts_with("ال") && !story_.mention_at(first + 1) &&
               !is(words_[first + 2].key, kThat);
    }

    static bool dual_of_saying(Key key) { return (key & 31) == arabic::L(U'ا') && is(key >> 5, kSays); }
    static bool plural_of_saying(Key key) {
        return (key & 31) == arabic::L(U'ا') && (key >> 5 & 31) == arabic::L(U'و') && is(key >> 10, kSays);
    }

    // «وأضاف أن …»: the speaker is named where the sentence before makes clear who it is; else what was said
    // stands alone where it can.
    void said_by_hidden(Draft draft) {
        const bool feminine = verb_is_feminine(words_[draft.first]);
        constexpr std::size_t kNearSentences = 2;
        if (speaker_ && speaker_->feminine == feminine && sentence_ - speaker_->sentence <= kNearSentences) {
            draft.subject = speaker_->name;
            draft.quality *= 0.95;
            finish(draft);
            return;
        }
        if (strictness_ == Strictness::Less) {
            draft.quality *= 0.3;
            finish(draft);
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
            finish(draft);
            return;
        }
    }

    // «قالت» and «تقول», but «تابع» begins with a letter of its own.
    static bool verb_is_feminine(const WordOf& verb) {
        if (verb.text.ends_with("ت")) return true;
        if (!verb.text.substr(verb.conjunction).starts_with("ت")) return false;
        const arabic::Stem* stem = arabic::find_stem(verb.bare);
        if (!stem) return true;
        const auto lemmas = arabic::verb_lemmas(*stem);
        return std::find(lemmas.begin(), lemmas.end(), verb.bare) == lemmas.end();
    }

    // The ends at which the draft may stop, longest first; each that yields a text is a candidate.
    void finish(Draft draft) {
        finish_at(draft);
        draft.shortened = true;
        draft.quality *= 0.95;
        const std::size_t looked_at = std::min(draft.last, draft.first + kMostLookedAt);
        for (std::size_t i = draft.first + 1; i < looked_at; ++i)
            if (past_dropped(draft, i, draft.last) != i) {
                finish_at(draft);
                break;
            }
    }
    void finish_at(const Draft& draft) {
        std::size_t made = 0;
        const std::size_t most = std::min(
            draft.last, draft.first + kMostWordsAtNeed + (draft.shortened ? 3 : 1) * kRoomForDropped);
        for (std::size_t end = most + 1; end-- > draft.first + 3 && made < kMostEnds;) {
            double quality = quality_of_end(draft, end);
            if (quality <= 0) continue;
            if (clauses_.ends_in_attribution(draft.first, end)) quality *= 0.75;
            if (words_[end - 1].after != After::Space)  // a lone word behind a mark
                quality *= end < draft.last && words_[end - 1].after == After::Comma ? 0.1 : 0.6;
            Candidate candidate{sentence_, draft.first, end, {}, {}, 0, draft.quality * quality};
            write(draft, candidate);
            if (candidate.text.empty() || candidate.words < kFewestWords ||
                candidate.words > most_words(draft, end))
                continue;
            candidate.quality *= quality_of_text(draft, end);
            out_.push_back(std::move(candidate));
            ++made;
        }
        // Too long, and cut it would lose little.
        const auto longest = out_.end() - static_cast<std::ptrdiff_t>(made);
        if (strictness_ == Strictness::Full && made > 1 && longest->words > kMostWords &&
            std::next(longest)->words >= kHardlyCut)
            out_.erase(longest);
    }
    // A sentence some words too long is told whole where it leads the story, or where nothing better offers.
    std::size_t most_words(const Draft& draft, std::size_t end) const {
        if (end != draft.last) return kMostWords;
        return strictness_ == Strictness::Less ? kMostWordsAtNeed
               : sentence_ == 0                ? kMostWordsOfLead
                                               : kMostWords;
    }

    double quality_of_end(const Draft& draft, std::size_t end) const {
        const WordOf& word = words_[end];
        const std::string_view slice =
            std::string_view(story_.text).substr(words_[draft.first].at, word.end() - words_[draft.first].at);
        if (end == draft.last)
            return balanced(clauses_.with_closing(slice)) && clauses_.says_what(draft.first, end, false) ? 1.0
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
        const bool loose =
            (strictness_ == Strictness::Less || sentence_ == 0) && word.content && is(next.key, kPreposition);
        if (!comma && !clause && !relative && !with && !adjunct && !loose) return 0;
        if (!balanced(clauses_.with_closing(slice))) return 0;
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
        if (!clauses_.is_whole(draft.first, end, draft.last))
            return strictness_ == Strictness::Less ? 0.3 : 0;
        if (comma && (clauses_.ends_in_condition(draft.first, end) || tells_after(draft.first, end)))
            return 0;
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
                          : adjunct                         ? (sentence_ == 0 ? 0.75 : 0.35)
                          : with                            ? 0.6
                          : strictness_ == Strictness::Less ? 0.2
                                                            : kLoose);
    }

    // «أعلن المتحدث باسم الحكومة، ارتفاع حصيلة القتلى»: what is announced comes after the comma.
    bool tells_after(std::size_t first, std::size_t end) const {
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

    // «عاد الرئيس الفرنسي، إيمانويل ماكرون، إلى»: the comma is no end, nor is that after the name.
    bool names_whom_it_told(std::size_t end, std::size_t last) const {
        const NameMention* name = story_.mention_at(end + 1);
        if (!name || name->kind != NameKind::Person || name->first_word != end + 1 || name->last_word >= last)
            return false;
        const WordOf& next = words_[name->last_word + 1];
        return words_[name->last_word].after == After::Comma && !next.conjunction &&
               !is(next.key, kClauseOpener);
    }

    double quality_of_text(const Draft& draft, std::size_t end) const {
        double quality = 1;
        for (std::size_t i = draft.first; i <= end; ++i) {
            const Key key = words_[i].key;
            // «الأشهر الأخيرة» points at nothing.
            const bool described =
                i > draft.first && words_[i].text.starts_with("ال") && words_[i - 1].text.starts_with("ال");
            if (is(key, kDemonstrative) && !described &&
                !(i > draft.first && clauses_.in_this_respect(i - 1, end)))
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
        if (draft.subject.empty() && is_verb(words_[draft.first], true) &&
            !is(words_[draft.first].bare, kSays) && (is(second.key, kPreposition) || is(second.key, kThat)))
            quality *= 0.55;
        const std::string_view tail = std::string_view(story_.text).substr(words_[end].end(), 6);
        if (tail.starts_with("؟") || tail.starts_with("?")) quality *= 0.2;
        if (tail.starts_with(":") || tail.starts_with(" :")) quality *= 0.3;
        if (tail.starts_with("..") || tail.starts_with("…")) quality *= 0.7;
        return quality;
    }

    // The point as shown; empty when nothing sensible is left.
    void write(const Draft& draft, Candidate& candidate) const {
        std::string& out = candidate.text;
        std::size_t& count = candidate.words;
        const std::size_t end = candidate.last;
        bool first = true, open_bracket = false;
        for (std::size_t i = draft.first; i <= end; ++i) {
            const WordOf& word = words_[i];
            std::string_view shown = word.text;
            if (first) {
                shown.remove_prefix(draft.cut);
                if (draft.drop_dual) shown.remove_suffix(2);
            }
            if (!first && clauses_.in_this_respect(i, end)) {
                i += 2;
                continue;
            }
            // «، اليوم السبت،» and «(34 عاما)» go.
            if (word.bracket_before) open_bracket = true;
            std::size_t dropped = clauses_.passing_date(draft.first, i, end);
            if (dropped == i && draft.shortened) dropped = past_dropped(draft, i, end);
            if (dropped != i) {
                while (out.ends_with(' ')) out.pop_back();
                // «قال المتحدث، أحمد علي، في بيان، إن»: the second comma closes the name.
                if (out.ends_with("،") && !clauses_.is_apposed(draft.first, i - 1))
                    out.resize(out.size() - 2);
                if (words_[dropped - 1].after == After::Colon && dropped <= end)
                    append_gap(out, gap_after(dropped - 1, end));
                else if (!out.empty())
                    out += ' ';
                // Of two commas around it none stays; of one after a bare date, that one.
                if (!out.empty() && words_[i - 1].after != After::Comma &&
                    words_[dropped - 1].after == After::Comma && dropped <= end)
                    out.insert(out.size() - 1, "،");
                i = dropped - 1;
                continue;
            }
            if (open_bracket) {
                if (gap_after(i, end).find(')') != std::string_view::npos) {
                    open_bracket = false;
                    const auto rest = gap_after(i, end);
                    append_gap(out, rest.substr(rest.find(')') + 1));
                }
                continue;
            }
            if (is(word.key, kPairOfPeople) && !pair_.empty() && word.text.starts_with("ال")) {
                out += pair_;
                count += 2;
            } else {
                out += shown;
                candidate.kept.push_back(i);
                ++count;
            }
            if (first && !draft.subject.empty()) {
                out += ' ';
                out += draft.subject;
                count +=
                    1 + static_cast<std::size_t>(std::count(draft.subject.begin(), draft.subject.end(), ' '));
            }
            first = false;
            if (i < end) {
                auto gap = gap_after(i, end);
                if (words_[i + 1].bracket_before && gap.find('(') != gap.npos)
                    gap = gap.substr(0, gap.find('('));
                append_gap(out, gap);
            }
        }
        append_closing(out, end);
        trim_end(out);
        if (const char* mark = strictness_ == Strictness::Less ? closing_for(out) : nullptr) out += mark;
        if (out.empty() || !balanced(out))
            out.clear();
        else
            out += '.';
    }

    std::string_view gap_after(std::size_t i, std::size_t end) const {
        const std::size_t from = words_[i].end();
        const std::size_t to = i < end ? words_[i + 1].at : from;
        return std::string_view(story_.text).substr(from, to - from);
    }

    // Past what a shortened draft leaves out at `i`, or `i`.
    std::size_t past_dropped(const Draft& draft, std::size_t i, std::size_t end) const {
        const std::size_t past = clauses_.past_relative(draft.first, i, end);
        return past != i ? past : clauses_.past_occasion(draft.first, i, end);
    }
    bool is_inside_dropped(const Draft& draft, std::size_t end) const {
        for (std::size_t i = draft.first + 1; i <= end; ++i) {
            const std::size_t past = past_dropped(draft, i, draft.last);
            if (past != i && past > end) return true;
        }
        return false;
    }

    static void append_gap(std::string& out, std::string_view gap) {
        for (const char c : gap) {
            if (c == '#' || c == '[' || c == ']' || c == '\n' || c == '\r') continue;
            const char shown = c == '_' || c == '\t' ? ' ' : c;
            if (shown == ' ' && (out.empty() || out.back() == ' ')) continue;
            out += shown;
        }
    }
    void append_closing(std::string& out, std::size_t end) const {
        const std::string_view closed = clauses_.with_closing(words_[end].text);
        for (std::size_t at = words_[end].text.size(); at < closed.size();) {
            const std::size_t from = at;
            const char32_t c = utf8::next(closed, at);
            if (c == U'»' || c == U'”' || c == '"') out += closed.substr(from, at - from);
        }
    }
    static void trim_end(std::string& out) {
        static constexpr std::array<std::string_view, 9> kTrailing = {" ", "،", ",", ".", "؛",
                                                                      ":", "-", "–", "…"};
        for (bool again = true; again && !out.empty();) {
            again = false;
            for (const auto mark : kTrailing)
                if (out.ends_with(mark)) {
                    out.resize(out.size() - mark.size());
                    again = true;
                }
        }
        const auto begin = out.find_first_not_of(" ");
        if (begin != std::string::npos && begin > 0) out.erase(0, begin);
    }

    void remember_speaker(std::size_t s) {
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

    // «وزير الخارجية الفرنسي جان إيف لودريان إن» -> «لودريان»; «الجيش الإسرائيلي إن» -> itself.
    std::string subject_after(std::size_t from, std::size_t last) const {
        constexpr std::size_t kMostSubjectWords = 16;
        std::size_t end = from;
        for (std::size_t i = from; i <= last && i < from + kMostSubjectWords; ++i) {
            if (is(words_[i].key, kThat) || words_[i].key == arabic::K(U"إلى") ||
                words_[i].key == arabic::K(U"على"))
                break;
            if (const NameMention* name = story_.mention_at(i); name && name->kind == NameKind::Person)
                return short_name(name->entity);
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

    static constexpr double kLoose = 0.3;
    static constexpr std::size_t kMostWordsOfLead = 28, kMostWordsAtNeed = 30, kHardlyCut = 22;
    static constexpr std::size_t kRoomForDropped = 8;
    static constexpr std::size_t kMostEnds = 3;
    // Words of a sentence where points may begin or be cut: no journalist's is half as long, and the work for
    // each grows with them.
    static constexpr std::size_t kMostLookedAt = 500;
    // Beginnings of points in a story; what comes later counts for next to nothing, and each costs a quarter
    // of a millisecond.
    static constexpr std::size_t kMostStarts = 3'000;

    const StoryText& story_;
    const std::vector<WordOf>& words_;
    const Clauses clauses_;
    const Strictness strictness_;
    std::size_t sentence_ = 0;
    std::size_t starts_ = 0;
    std::string pair_;
    std::optional<Speaker> speaker_;
    std::vector<Candidate> out_;
};

}  // namespace

std::vector<Candidate> candidates_of(const StoryText& story, Strictness strictness) {
    return Generator(story, strictness).all();
}

}  // namespace warraq::digest
