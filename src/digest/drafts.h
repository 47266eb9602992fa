// Where in a story a key point may begin, and with what subject: the beginnings of sentences, of clauses that
// tell something of their own, and of what was said. Internal to the room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "digest/candidates.h"
#include "digest/clauses.h"

namespace warraq::digest {

struct Draft {
    std::size_t sentence = 0;
    std::size_t first = 0, last = 0;  // words of the story; where it ends is not settled yet
    std::uint8_t cut = 0;             // bytes that the first word loses
    std::string subject;              // to be named after the first word
    bool shortened = false;  // leave out «، الذي …،» and «في بيان …» before what was said
    bool drop_dual = false;  // the first word is a dual verb: its alef goes when its subjects are named
    double quality = 1;
};

// Words of a sentence where points may begin or be cut: no journalist's is half as long, and the work for
// each grows with them.
inline constexpr std::size_t kMostLookedAt = 500;

// The two people whom the headline or the lead names, as «لافروف وظريف»: those that «الوزيران» means. Empty
// where they are not two.
std::string pair_of_people(const StoryText& story);

class Drafts {
  public:
    // All outlive it. `pair`: pair_of_people().
    Drafts(const StoryText& story, const Clauses& clauses, const std::string& pair, Strictness strictness)
        : story_(story), words_(story.words), clauses_(clauses), pair_(pair), strictness_(strictness) {}

    // Each sentence once, in the story's order: who spoke last is remembered from one to the next.
    std::vector<Draft> of_sentence(std::size_t s);

  private:
    // Who spoke last, by name or as the story calls them.
    struct Speaker {
        std::string name;
        bool feminine = false;
        std::size_t sentence = 0;
    };

    // «قال الجبير، حيث يزور الولايات المتحدة، إن …»: where the clause at `first` gives way to what was begun
    // before.
    std::size_t end_of_aside(std::size_t first, std::size_t last) const;
    // Can this word be the subject of the verb before it?
    bool names_subject(const WordOf& word, std::size_t i) const;
    void start_at(std::size_t first, std::size_t last, std::uint8_t cut, double quality);
    bool opens_with_predicate(std::size_t first) const;
    // «وأضاف أن …»: the speaker is named where the sentence before makes clear who it is; else what was said
    // stands alone where it can.
    void said_by_hidden(Draft draft);
    void remember_speaker(std::size_t s);
    // «وزير الخارجية الفرنسي جان إيف لودريان إن» -> «لودريان»; «الجيش الإسرائيلي إن» -> itself.
    std::string subject_after(std::size_t from, std::size_t last) const;

    const StoryText& story_;
    const std::vector<WordOf>& words_;
    const Clauses& clauses_;
    const std::string& pair_;
    const Strictness strictness_;
    std::size_t sentence_ = 0, starts_ = 0;
    std::optional<Speaker> speaker_;
    std::vector<Draft> out_;
};

}  // namespace warraq::digest
