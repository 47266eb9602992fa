#include "desk/auth/permissions.h"

#include <algorithm>

namespace warraq::desk {
namespace {

using enum story::Role;
using story::Role;

constexpr Role kAll[] = {Reporter, Editor, ManagingEditor, Moderator, Administrator};
constexpr Role kWriters[] = {Reporter, Editor, ManagingEditor, Administrator};
constexpr Role kEditors[] = {Editor, ManagingEditor, Administrator};
constexpr Role kModerators[] = {Editor, ManagingEditor, Moderator, Administrator};
constexpr Role kManagers[] = {ManagingEditor, Administrator};
constexpr Role kAdministrators[] = {Administrator};

constexpr Grant kGrants[] = {
    {Permission::Account, "account", kAll},
    {Permission::Enter, "enter", kAll},
    {Permission::Write, "write", kWriters},
    {Permission::EditAll, "edit_all", kEditors},
    {Permission::Publish, "publish", kEditors},
    {Permission::Moderate, "moderate", kModerators},
    {Permission::ArrangeFront, "arrange_front", kEditors},
    {Permission::ReadAudit, "read_audit", kManagers},
    {Permission::ManageSite, "manage_site", kAdministrators},
    {Permission::ManageUsers, "manage_users", kAdministrators},
};

}  // namespace

std::span<const Grant> grants() {
    return kGrants;
}

bool may(Role role, Permission permission) {
    if (permission == Permission::None) return true;
    for (const Grant& grant : kGrants)
        if (grant.permission == permission)
            return std::find(grant.roles.begin(), grant.roles.end(), role) != grant.roles.end();
    return false;
}

bool may_read(const story::User& who, const StoryState& story) {
    return may(who.role, Permission::EditAll) ||
           (may(who.role, Permission::Write) && story.owner && story.owner == who.id);
}

bool may_know(const story::User& who, const StoryState& story) {
    return story::is_public(story.status) || may_read(who, story);
}

bool may_write(const story::User& who, const StoryState& story) {
    return may_read(who, story) &&
           (may(who.role, Permission::EditAll) || story.status == story::Status::Draft);
}

}  // namespace warraq::desk
