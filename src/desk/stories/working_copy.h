// Unpublished changes of a public story, and saves that lost a conflict.
//
// A working copy stays beside its story until it is published over it, becomes the text of a draft, or is
// discarded. In each case its content is kept among the story's revisions, with the status of a draft. All
// calls belong in a transaction and throw Problems.
#pragma once

#include <chrono>

#include "desk/desk_writer.h"
#include "desk/fields.h"

namespace warraq::desk {

// Saves by one person within this time are one revision.
inline constexpr std::chrono::minutes kSitting{5};

// Keeps `story`, which holds the new content, as its working copy. The version in the store grows by one.
void keep_working_copy(DeskWriter& writer, const story::Story& story);

// Copies the embargo of the working copy into `story`, so that a save that does not mention one keeps it. To
// be called before the content is read into `story`.
void keep_embargo(DeskWriter& writer, story::Story& story);

// What becomes of the working copy when its story's status becomes `to`: a correction or a draft takes it
// into `story`, which the caller saves; a story that is withdrawn or shown again leaves it. Returns whether
// it stays.
bool take_working_copy(DeskWriter& writer, story::Story& story, story::Status to);

// Gives the working copy the section of `story`. Returns whether there is one; if so, the version in the
// store has grown by one.
bool move_working_copy(DeskWriter& writer, const story::Story& story);

// Removes it. `story` is what readers see, or saw.
void give_up_working_copy(DeskWriter& writer, const story::Story& story);

// Keeps as a revision what a save said that was refused with a version conflict. `story` is as stored.
void keep_late_words(DeskWriter& writer, story::Story story, const Fields& content);

}  // namespace warraq::desk
