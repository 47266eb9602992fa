// Who may do what at the desk, as one table, and who may read which story. What is not granted is denied.
// Which role may change a story's status is in story/workflow.h. Pure.
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
    Publish,       // changes of a public story; its first publication is in story/workflow.h
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

// What decides the right to a story.
struct StoryState {
    story::Status status;
    story::UserId owner;  // zero: no one's
};
// All of it: text, notes, revisions, working copy, edit lock. A public story too has parts that readers do
// not see, so only its owner and those who may EditAll read it here.
bool may_read(const story::User& who, const StoryState& story);
// That it exists, and what lists show of it. Everyone may know of public stories.
bool may_know(const story::User& who, const StoryState& story);
// In its present status: one's own while it is a draft; any, with EditAll.
bool may_write(const story::User& who, const StoryState& story);

}  // namespace warraq::desk
