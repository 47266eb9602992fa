// The routes of stories.
#include "desk/routes.h"

#include "desk/stories/calls.h"

namespace warraq::desk {
namespace {

constexpr std::size_t kLargestStory = 2u << 20;  // bytes

}  // namespace

std::vector<Route> story_routes() {
    using serve::Method;
    using enum Permission;
    return {
        {Method::Get,
         "/desk/api/stories",
         Write,
         list_stories,
         0,
         {"status", "section", "mine", "owner", "pages", "until", "after", "q"}},
        {Method::Post, "/desk/api/stories", Write, add_story},
        {Method::Patch, "/desk/api/stories", Write, change_stories},
        {Method::Get, "/desk/api/stories/{id}", Write, show_story},
        {Method::Put, "/desk/api/stories/{id}", Write, save_story, kLargestStory},
        {Method::Post, "/desk/api/stories/{id}/changes", Publish, publish_changes},
        {Method::Delete, "/desk/api/stories/{id}/changes", Publish, drop_changes},
        {Method::Post, "/desk/api/stories/{id}/move", Write, move_story},
        {Method::Get, "/desk/api/stories/{id}/revisions", Write, list_revisions},
        {Method::Get, "/desk/api/stories/{id}/revisions/{revision}", Write, show_revision},
        {Method::Post, "/desk/api/stories/{id}/notes", Write, add_note},
        {Method::Post, "/desk/api/stories/{id}/preview", Write, make_preview},
        {Method::Put, "/desk/api/stories/{id}/seat", Write, acquire_edit_lock},
        {Method::Delete, "/desk/api/stories/{id}/seat", Write, release_edit_lock},
        {Method::Post, "/desk/api/proposals", Write, propose, kLargestStory},
    };
}

}  // namespace warraq::desk
