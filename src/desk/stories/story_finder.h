// Stories by their words, for people at the desk: public ones as readers find them, the others by their
// headlines in any spelling.
#pragma once

#include "desk/desk_reader.h"
#include "search/index.h"

namespace warraq::desk {

// Those among them that whoever asks may read and that fit `query`'s status, section and owner; unpublished
// ones first, then the best. At most its limit. Without an index, or while it is being made, the unpublished
// ones alone. Throws a Problem.
std::vector<store::DeskCard> find_stories(std::string_view words, const store::DeskQuery& query,
                                          const search::Index* index, DeskReader& reader);

// The words of a text without what spellings differ in: marks, forms of alef, digits.
std::vector<std::string> folded_words(std::string_view text);

}  // namespace warraq::desk
