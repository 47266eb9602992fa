#include "arabic/term_memory.h"

namespace warraq::arabic {

const TermKeys& TermMemory::keys_of(std::string_view word) {
    Slot& slot = slot_of(word);
    if (slot.word != word) slot = {std::string(word), term_keys(word)};
    return slot.keys;
}

const TermKeys& TermMemory::keys_of(std::string_view word, const Letters& letters) {
    Slot& slot = slot_of(word);
    if (slot.word != word) slot = {std::string(word), term_keys(word, letters)};
    return slot.keys;
}

}  // namespace warraq::arabic
