// From drafts to candidates: each draft at the ends where it may stop.
#include "digest/candidates.h"

#include <algorithm>
#include <utility>

#include "digest/asides.h"
#include "digest/clauses.h"
#include "digest/drafts.h"
#include "digest/endings.h"
#include "digest/point_writer.h"

namespace warraq::digest {
namespace {

constexpr std::size_t kHardlyCut = 22;      // words that a cut point still has where it lost little
constexpr std::size_t kRoomForDropped = 8;  // words
constexpr std::size_t kMostEnds = 3;        // of a draft

class Generator {
  public:
    Generator(const StoryText& story, Strictness strictness)
        : story_(story),
          words_(story.words),
          strictness_(strictness),
          clauses_(story),
          asides_(story, clauses_),
          pair_(pair_of_people(story)),
          drafts_(story, clauses_, pair_, strictness),
          endings_(story, clauses_, asides_, pair_, strictness),
          writer_(story, clauses_, asides_, pair_, strictness) {}

    std::vector<Candidate> all() {
        for (std::size_t s = 0; s < story_.sentences.size(); ++s)
            for (Draft& draft : drafts_.of_sentence(s)) finish(std::move(draft));
        return std::move(out_);
    }

  private:
    // The ends at which the draft may stop, longest first; each that yields a text is a candidate.
    void finish(Draft draft) {
        finish_at(draft);
        draft.shortened = true;
        draft.quality *= 0.95;
        const std::size_t looked_at = std::min(draft.last, draft.first + kMostLookedAt);
        for (std::size_t i = draft.first + 1; i < looked_at; ++i)
            if (asides_.past_dropped(draft.first, i, draft.last) != i) {
                finish_at(draft);
                break;
            }
    }
    void finish_at(const Draft& draft) {
        std::size_t made = 0;
        const std::size_t most = std::min(
            draft.last, draft.first + kMostWordsAtNeed + (draft.shortened ? 3 : 1) * kRoomForDropped);
        for (std::size_t end = most + 1; end-- > draft.first + 3 && made < kMostEnds;) {
            double quality = endings_.quality_of_end(draft, end);
            if (quality <= 0) continue;
            if (clauses_.ends_in_attribution(draft.first, end)) quality *= 0.75;
            if (words_[end - 1].after != After::Space)  // a lone word behind a mark
                quality *= end < draft.last && words_[end - 1].after == After::Comma ? 0.1 : 0.6;
            Candidate candidate{draft.sentence, draft.first, end, {}, {}, 0, draft.quality * quality};
            writer_.write(draft, candidate);
            if (candidate.text.empty() || candidate.words < kFewestWords ||
                candidate.words > endings_.most_words(draft, end))
                continue;
            candidate.quality *= endings_.quality_of_text(draft, end);
            out_.push_back(std::move(candidate));
            ++made;
        }
        // Too long, and cut it would lose little.
        const auto longest = out_.end() - static_cast<std::ptrdiff_t>(made);
        if (strictness_ == Strictness::Full && made > 1 && longest->words > kMostWords &&
            std::next(longest)->words >= kHardlyCut)
            out_.erase(longest);
    }

    const StoryText& story_;
    const std::vector<WordOf>& words_;
    const Strictness strictness_;
    const Clauses clauses_;
    const Asides asides_;
    const std::string pair_;
    Drafts drafts_;
    const Endings endings_;
    const PointWriter writer_;
    std::vector<Candidate> out_;
};

}  // namespace

std::vector<Candidate> candidates_of(const StoryText& story, Strictness strictness) {
    return Generator(story, strictness).all();
}

}  // namespace warraq::digest
