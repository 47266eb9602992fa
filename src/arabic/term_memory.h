// term_keys() remembered: most words of a text are among the few thousand that all texts use. For work on
// many texts; belongs to one thread.
//
//     TermMemory memory;
//     for (const auto& story : stories) … memory.keys_of(word)
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "arabic/terms.h"

namespace warraq::arabic {

class TermMemory {
  public:
    TermMemory() : slots_(kSlots) {}

    // As term_keys(word). Valid until the next call.
    const TermKeys& keys_of(std::string_view word);
    const TermKeys& keys_of(std::string_view word, const Letters& letters);

  private:
    struct Slot {
        std::string word;
        TermKeys keys;
    };
    Slot& slot_of(std::string_view word) { return slots_[std::hash<std::string_view>{}(word) % kSlots]; }

    static constexpr std::size_t kSlots = 1 << 15;  // a newer word takes the place of an older one
    std::vector<Slot> slots_;
};

}  // namespace warraq::arabic
