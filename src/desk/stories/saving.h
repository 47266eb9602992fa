// What all saves of a story have in common: the version that the caller has seen, the revision that is kept,
// and the reply.
#pragma once

#include "desk/desk_writer.h"
#include "desk/fields.h"
#include "serve/http/message.h"

namespace warraq::desk {

inline constexpr std::size_t kLongestStoryText = 2'000;  // letters of what a call says of a story

// `body` has the version that the caller has seen; Problem 409 `conflict` where that is another by now.
void check_version(const Fields& body, const story::Story& story);

void keep_revision(DeskWriter& writer, const story::Story& story);

// `working_copy`: whether changes wait beside the story.
serve::Reply saved_reply(int version, bool working_copy);

}  // namespace warraq::desk
