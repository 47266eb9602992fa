#include "digest/key_points.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <unordered_map>
#include <unordered_set>

#include "arabic/words.h"
#include "digest/candidates.h"
#include "digest/grammar.h"

namespace warraq::digest {
namespace {

constexpr double kMostOfHeadline = 0.6;  // a point with more of its telling words in the headline repeats it
constexpr double kMostOverlap = 0.45;    // F1 of words with a point already taken
constexpr double kMostOverlapAtNeed = 0.5;
constexpr double kMostOfTerms = 0.55;  // the same of what they tell, in whatever words

constexpr double kLead = 5;     // the lead carries the story
constexpr double kOnce = 0.35;  // a word told once weighs little beside one told again
constexpr double kName = 0.3;
constexpr double kRetold = 3;   // but not where it only tells the headline again
constexpr double kLater = 0.5;  // how soon what comes later counts for less
constexpr double kTold = 0.5;   // what a word is still worth that a point taken before has said
constexpr double kLeadLength = -0.8;
constexpr double kLength = 0.3;
constexpr double kCare = 1.2;  // how much standing alone well counts

// A word for comparing points: its letters without the article and what joins it.
Key plain(Key key, std::size_t letters) {
    using arabic::L;
    const auto at = [&](std::size_t i) {
        return static_cast<arabic::Letter>(key >> (5 * (letters - 1 - i)) & 31);
    };
    std::size_t cut = 0;
    if (letters > 3 && (at(0) == L(U'و') || at(0) == L(U'ف'))) ++cut;
    if (letters > cut + 3 && (at(cut) == L(U'ب') || at(cut) == L(U'ك')) && at(cut + 1) == L(U'ا') &&
        at(cut + 2) == L(U'ل'))
        ++cut;
    const bool article = letters >= cut + 5 && at(cut) == L(U'ا') && at(cut + 1) == L(U'ل');
    const bool hidden = letters >= cut + 5 && at(cut) == L(U'ل') && at(cut + 1) == L(U'ل');
    if (!article && !hidden) return key;
    return key & ((Key{1} << (5 * (letters - cut - 2))) - 1);
}

Key plain(const WordOf& word) {
    if (word.key == 0) return word.terms.empty() ? 0 : word.terms.keys[0];
    std::size_t letters = 0;
    for (Key key = word.key; key; key >>= 5) ++letters;
    return plain(word.key, letters);
}

struct Scored {
    Candidate candidate;
    std::vector<Key> words;    // plain, sorted, with repeats
    std::vector<Key> content;  // the content words among them
    std::vector<Key> terms;    // sorted, once each
    bool retells = false;      // the headline once more, with all its telling words
    double linked = 1;         // less where hardly a word of it stands elsewhere in the story
};

double overlap(const std::vector<Key>& a, const std::vector<Key>& b) {
    if (a.empty() || b.empty()) return 0;
    std::size_t common = 0;
    for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
        if (*i < *j)
            ++i;
        else if (*j < *i)
            ++j;
        else
            ++common, ++i, ++j;
    }
    return 2.0 * static_cast<double>(common) / static_cast<double>(a.size() + b.size());
}

class Chooser {
  public:
    explicit Chooser(const StoryText& story) : story_(story) {
        weigh_terms();
        for (std::size_t i = 0; i < story_.headline_words; ++i) headline_.push_back(plain(story_.words[i]));
        std::sort(headline_.begin(), headline_.end());
        for (std::size_t i = 0; i < story_.headline_words; ++i) {
            const WordOf& word = story_.words[i];
            if (!word.content || word.terms.empty()) continue;
            ++headline_terms_[word.terms.keys[0]];
            ++headline_terms_count_;
        }
    }

    std::vector<std::string> choose() {
        for (const Strictness strictness : {Strictness::Full, Strictness::Less}) {
            most_overlap_ = strictness == Strictness::Full ? kMostOverlap : kMostOverlapAtNeed;
            most_of_terms_ = strictness == Strictness::Full ? kMostOfTerms : 1;
            consider(candidates_of(story_, strictness));
            while (taken_.size() < kKeyPoints && take_best()) {
            }
            if (taken_.size() == kKeyPoints) break;
        }
        std::sort(taken_.begin(), taken_.end(), [](const Scored* a, const Scored* b) {
            return std::pair(a->candidate.sentence, a->candidate.first) <
                   std::pair(b->candidate.sentence, b->candidate.first);
        });
        std::vector<std::string> points;
        for (const Scored* scored : taken_) points.push_back(scored->candidate.text);
        return points;
    }

  private:
    void consider(std::vector<Candidate> candidates) {
        for (Candidate& candidate : candidates) scored_.push_back(score(std::move(candidate)));
    }

    bool take_best() {
        const Scored* best = nullptr;
        double best_gain = 0;
        for (const Scored& scored : scored_) {
            if (!fits(scored)) continue;
            const double gain = gain_of(scored);
            if (gain > best_gain) {
                best_gain = gain;
                best = &scored;
            }
        }
        if (!best) return false;
        taken_.push_back(best);
        covered_.insert(best->terms.begin(), best->terms.end());
        return true;
    }

    // What the story is about weighs more, and so does what the headline and the lead say.
    void weigh_terms() {
        std::unordered_map<Key, double> count;
        for (const WordOf& word : story_.words)
            if (word.content && !word.terms.empty()) ++count[word.terms.keys[0]];
        for (const auto& [term, times] : count) weight_[term] = kOnce + std::log(times);
        count_ = std::move(count);
        // Names and titles say who, not what.
        for (const NameMention& mention : story_.names.mentions)
            if (mention.kind == NameKind::Person)
                for (std::size_t i = mention.first_word; i <= mention.last_word; ++i)
                    if (!story_.words[i].terms.empty()) weight_[story_.words[i].terms.keys[0]] = kName;
        for (std::size_t i = 0; i < story_.headline_words; ++i)
            if (!story_.words[i].terms.empty()) raise(story_.words[i].terms.keys[0], 0.5);
        if (story_.sentences.empty()) return;
        for (std::size_t i = story_.sentences[0].first; i <= story_.sentences[0].last; ++i)
            if (!story_.words[i].terms.empty()) raise(story_.words[i].terms.keys[0], 0.6);
        for (std::size_t i = 0; i <= story_.sentences[0].last; ++i)
            if (story_.words[i].content && !story_.words[i].terms.empty())
                up_front_.insert(story_.words[i].terms.keys[0]);
    }
    void raise(Key term, double by) {
        const auto found = weight_.find(term);
        if (found != weight_.end()) found->second += by;
    }

    Scored score(Candidate candidate) const {
        Scored out{std::move(candidate), {}, {}, {}, false, 1};
        for (const std::size_t i : out.candidate.kept) {
            const WordOf& word = story_.words[i];
            const Key key = plain(word);
            out.words.push_back(key);
            if (word.content || is(word.key, kSays) || is(word.key, kTimeWord)) out.content.push_back(key);
            if (!word.content) continue;
            if (!word.terms.empty()) out.terms.push_back(word.terms.keys[0]);
        }
        std::sort(out.words.begin(), out.words.end());
        std::sort(out.terms.begin(), out.terms.end());
        out.terms.erase(std::unique(out.terms.begin(), out.terms.end()), out.terms.end());
        const auto elsewhere = std::count_if(out.terms.begin(), out.terms.end(), [&](Key term) {
            const auto found = count_.find(term);
            return found != count_.end() && found->second > 1;
        });
        std::size_t in_headline = 0;
        for (const Key term : out.terms)
            if (const auto found = headline_terms_.find(term); found != headline_terms_.end())
                in_headline += found->second;
        constexpr double kNearlyAll = 0.8;
        out.retells =
            static_cast<double>(in_headline) >= kNearlyAll * static_cast<double>(headline_terms_count_);
        constexpr std::ptrdiff_t kLinks = 2;
        if (elsewhere < kLinks) out.linked = 0.4;
        // What shares no word with headline and lead is often another story's line, left at the foot of the
        // page.
        if (std::none_of(out.terms.begin(), out.terms.end(),
                         [&](Key term) { return up_front_.contains(term); }))
            out.linked *= 0.5;
        return out;
    }

    bool fits(const Scored& scored) const {
        std::size_t in_headline = 0;
        for (const Key key : scored.content)
            in_headline += std::binary_search(headline_.begin(), headline_.end(), key);
        if (static_cast<double>(in_headline) > kMostOfHeadline * static_cast<double>(scored.content.size()))
            return false;
        return std::none_of(taken_.begin(), taken_.end(), [&](const Scored* other) {
            const bool same_words = scored.candidate.sentence == other->candidate.sentence &&
                                    scored.candidate.first <= other->candidate.last &&
                                    other->candidate.first <= scored.candidate.last;
            return same_words || overlap(scored.words, other->words) > most_overlap_ ||
                   overlap(scored.terms, other->terms) > most_of_terms_;
        });
    }

    double gain_of(const Scored& scored) const {
        double sum = 0;
        for (const Key term : scored.terms) {
            const auto found = weight_.find(term);
            if (found != weight_.end()) sum += found->second * (covered_.contains(term) ? kTold : 1.0);
        }
        const Candidate& candidate = scored.candidate;
        const auto order = static_cast<double>(candidate.sentence);
        const double place =
            candidate.sentence == 0 ? (scored.retells ? kRetold : kLead) : 1.0 / (1.0 + kLater * order);
        // Long points carry more; what counts is how much for a reader's time.
        const double length =
            std::pow(static_cast<double>(candidate.words), candidate.sentence == 0 ? kLeadLength : kLength);
        return sum * place * scored.linked * std::pow(candidate.quality, kCare) / length;
    }

    const StoryText& story_;
    std::unordered_map<Key, double> weight_, count_;
    std::vector<Key> headline_;
    std::unordered_map<Key, std::size_t> headline_terms_;  // how often each stands there
    std::size_t headline_terms_count_ = 0;
    std::deque<Scored> scored_;  // stays in place while it grows
    std::vector<const Scored*> taken_;
    double most_overlap_ = kMostOverlap, most_of_terms_ = kMostOfTerms;
    std::unordered_set<Key> covered_, up_front_;
};

}  // namespace

std::vector<std::string> key_points(const StoryText& story) {
    return Chooser(story).choose();
}

std::vector<std::string> key_points(std::string_view headline, std::string_view text) {
    return key_points(StoryText(headline, text));
}

}  // namespace warraq::digest
