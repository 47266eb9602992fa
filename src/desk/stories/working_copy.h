// Words of a story that are not what it says: changes that wait beside a public one, and saves that came
// late.
//
// A working copy stays beside its story until someone decides: it is published over it, becomes the text of a
// draft, or is given up. Whatever is decided, its words are among the story's revisions, with the status of a
// draft, which readers never saw. All calls belong in a transaction and throw a Problem.
#pragma once

#include <chrono>

#include "desk/desk_writer.h"
#include "desk/fields.h"

namespace warraq::desk {

// Saves of one person within it are one revision.
inline constexpr std::chrono::minutes kSitting{5};

// Keeps `story`, which holds the new content, as its working copy. The version in the store grows by one.
void keep_working_copy(DeskWriter& writer, const story::Story& story);

// The embargo that a story's working copy has holds for a save that does not speak of one: it is put into
// `story`, which is to be read into.
void keep_embargo(DeskWriter& writer, story::Story& story);

// What happens to the working copy where its story becomes `to`: a correction publishes it, a draft is made
// of it, and beside a story that is withdrawn, or shown again, it stays. Puts it into `story`, which is not
// saved yet, where it is taken. Whether it stays.
bool take_working_copy(DeskWriter& writer, story::Story& story, story::Status to);

// The section that `story` has becomes its working copy's too. Whether it has one; then the version in the
// store has grown by one.
bool move_working_copy(DeskWriter& writer, const story::Story& story);

// Removes it. `story` is what readers see, or saw.
void give_up_working_copy(DeskWriter& writer, const story::Story& story);

// A save that was refused, since a colleague's came first: what it said is kept as a revision. `story` is as
// it stands.
void keep_late_words(DeskWriter& writer, story::Story story, const Fields& content);

}  // namespace warraq::desk
