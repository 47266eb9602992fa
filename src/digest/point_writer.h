// A key point as it is shown: the words of a draft up to an end, without what passes by. Internal to the
// room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "digest/asides.h"
#include "digest/clauses.h"
#include "digest/drafts.h"

namespace warraq::digest {

class PointWriter {
  public:
    // All outlive it.
    PointWriter(const StoryText& story, const Clauses& clauses, const Asides& asides, const std::string& pair,
                Strictness strictness)
        : story_(story),
          words_(story.words),
          clauses_(clauses),
          asides_(asides),
          pair_(pair),
          strictness_(strictness) {}

    // Fills the candidate's text, its words and what it keeps; the text is empty where nothing sensible is
    // left.
    void write(const Draft& draft, Candidate& candidate) const;

  private:
    std::string_view gap_after(std::size_t i, std::size_t end) const;
    void append_closing(std::string& out, std::size_t end) const;

    const StoryText& story_;
    const std::vector<WordOf>& words_;
    const Clauses& clauses_;
    const Asides& asides_;
    const std::string& pair_;
    const Strictness strictness_;
};

}  // namespace warraq::digest
