// Where a draft may stop, and how well what it says by then stands alone. Internal to the room.
#pragma once

#include <string>
#include <vector>

#include "digest/asides.h"
#include "digest/clauses.h"
#include "digest/drafts.h"

namespace warraq::digest {

inline constexpr std::size_t kMostWordsAtNeed = 30;

class Endings {
  public:
    // All outlive it.
    Endings(const StoryText& story, const Clauses& clauses, const Asides& asides, const std::string& pair,
            Strictness strictness)
        : story_(story),
          words_(story.words),
          clauses_(clauses),
          asides_(asides),
          pair_(pair),
          strictness_(strictness) {}

    // How well the draft may stop after the word `end`, 0 to 1; 0: not there.
    double quality_of_end(const Draft& draft, std::size_t end) const;
    // How little its words up to `end` need what was told before, 0 to 1.
    double quality_of_text(const Draft& draft, std::size_t end) const;
    // A sentence some words too long is told whole where it leads the story, or where nothing better offers.
    std::size_t most_words(const Draft& draft, std::size_t end) const;

  private:
    // «أعلن المتحدث باسم الحكومة، ارتفاع حصيلة القتلى»: what is announced comes after the comma.
    bool tells_after(std::size_t first, std::size_t end) const;
    // «عاد الرئيس الفرنسي، إيمانويل ماكرون، إلى»: the comma is no end, nor is that after the name.
    bool names_whom_it_told(std::size_t end, std::size_t last) const;
    bool is_inside_dropped(const Draft& draft, std::size_t end) const;

    const StoryText& story_;
    const std::vector<WordOf>& words_;
    const Clauses& clauses_;
    const Asides& asides_;
    const std::string& pair_;
    const Strictness strictness_;
};

}  // namespace warraq::digest
