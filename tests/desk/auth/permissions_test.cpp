#include "desk/auth/permissions.h"

#include <gtest/gtest.h>

namespace warraq::desk {
namespace {

using enum story::Role;

TEST(PermissionsTest, WhatIsNotGrantedIsDenied) {
    EXPECT_TRUE(may(Reporter, Permission::None));
    EXPECT_TRUE(may(Reporter, Permission::Write));
    EXPECT_FALSE(may(Reporter, Permission::EditAll));
    EXPECT_FALSE(may(Reporter, Permission::Moderate));
    EXPECT_FALSE(may(Moderator, Permission::Write));
    EXPECT_TRUE(may(Moderator, Permission::Moderate));
    EXPECT_FALSE(may(ManagingEditor, Permission::ManageUsers));
    for (const Grant& grant : grants()) EXPECT_TRUE(may(Administrator, grant.permission)) << grant.name;
}

}  // namespace
}  // namespace warraq::desk
