// Who may do what at the desk, as one table. What is not granted is denied. Moves of a story through its life
// are in story/workflow.h, by role too.
#pragma once

#include <span>
#include <string_view>

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

}  // namespace warraq::desk
