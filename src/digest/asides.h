// What in a sentence passes by and may be left out of a key point. Words are named by their place in
// StoryText::words. Internal to the room; thread-safe.
#pragma once

#include <cstddef>
#include <vector>

#include "digest/clauses.h"

namespace warraq::digest {

class Asides {
  public:
    // Both outlive it.
    Asides(const StoryText& story, const Clauses& clauses)
        : story_(story), words_(story.words), clauses_(clauses) {}

    // «في هذا الصدد» in the midst of a sentence.
    bool in_this_respect(std::size_t i, std::size_t end) const;

    // Past a passing date that begins at `i`, or `i`: «أعلن البيت الأبيض، الخميس، أن», «قال اليوم السبت إن».
    // A date that something governs («منذ الخميس») or describes («الخميس الماضي») stays.
    std::size_t passing_date(std::size_t first, std::size_t i, std::size_t end) const;
    // Past what a shortened point leaves out at `i`, or `i`: «، الذي …،», «في بيان …».
    std::size_t past_dropped(std::size_t first, std::size_t i, std::size_t end) const;

  private:
    // Past «، الذي …،» that begins after the comma before `i`, or `i`.
    std::size_t past_relative(std::size_t first, std::size_t i, std::size_t end) const;
    // Past «في بيان وصلت نسخة منه» between who says and what is said, or `i`.
    std::size_t past_occasion(std::size_t first, std::size_t i, std::size_t end) const;

    const StoryText& story_;
    const std::vector<WordOf>& words_;
    const Clauses& clauses_;
};

}  // namespace warraq::digest
