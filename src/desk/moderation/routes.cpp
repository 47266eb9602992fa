// The routes of readers' comments.
#include "desk/routes.h"

#include "desk/moderation/calls.h"

namespace warraq::desk {

std::vector<Route> moderation_routes() {
    using serve::Method;
    using enum Permission;
    return {
        {Method::Get, "/desk/api/comments", Moderate, list_comments, 0, {"status"}},
        {Method::Patch, "/desk/api/comments/{id}", Moderate, change_comment},
    };
}

}  // namespace warraq::desk
