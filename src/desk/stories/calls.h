// The calls about stories.
#pragma once

#include "desk/context.h"

namespace warraq::desk {

// --- list_calls.cpp
serve::Reply list_stories(const Call& call);

// --- show_calls.cpp
serve::Reply show_story(const Call& call);

// --- write_calls.cpp
serve::Reply add_story(const Call& call);
serve::Reply save_story(const Call& call);
serve::Reply publish_changes(const Call& call);
serve::Reply drop_changes(const Call& call);

// --- move_calls.cpp
serve::Reply move_story(const Call& call);
serve::Reply change_stories(const Call& call);

// --- history_calls.cpp
serve::Reply list_revisions(const Call& call);
serve::Reply show_revision(const Call& call);
serve::Reply add_note(const Call& call);

// --- edit_lock_calls.cpp
serve::Reply acquire_edit_lock(const Call& call);
serve::Reply release_edit_lock(const Call& call);

// --- proposal_calls.cpp
serve::Reply propose(const Call& call);

// --- story_preview.cpp
serve::Reply make_preview(const Call& call);

}  // namespace warraq::desk
