// Who may do what at the desk, as one table, and who may read which story. What is not granted is denied.
// Moves of a story through its life are in story/workflow.h, by role too.
#pragma once

#include <span>
#include <string_view>

#include "story/ids.h"
#include "story/user.h"
#include "story/workflow.h"

namespace warraq::desk {

enum class Permission {
    None,          // anyone, signed in or not
    Account,       // one's own: password, sessions, second factor
    Enter,         // whoever is signed in, as their role must
    Write,         // stories of one's own
    EditAll,       // everyone's stories
    Publish,       // and schedule, and correct
    Moderate,      // readers' comments
    ManageSite,    // settings, sections, redirects, and how the site is
    ArrangeFront,  // the front page's places
    ManageUsers,
    ReadAudit,
};

struct Grant {
    Permission permission;
    std::string_view name;  // as the API tells it
    std::span<const story::Role> roles;
};
std::span<const Grant> grants();

bool may(story::Role role, Permission permission);

// What a right to a story hangs on.
struct StoryState {
    story::Status status;
    story::UserId owner;  // zero: no one's
};
// All of it: text, notes, revisions, working copy, who writes. Beside a public story too stands what readers
// do not see, so it is read by its owner, and by who edits everyone's.
bool may_read(const story::User& who, const StoryState& story);
// That it is there, and what lists show of it: of public stories everyone.
bool may_know(const story::User& who, const StoryState& story);
// As it stands: one's own while it is a draft, and any for who edits everyone's.
bool may_write(const story::User& who, const StoryState& story);

}  // namespace warraq::desk
