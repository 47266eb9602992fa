// The routes of how the site is run.
#include "desk/routes.h"

#include "desk/settings/calls.h"

namespace warraq::desk {

std::vector<Route> settings_routes() {
    using serve::Method;
    using enum Permission;
    return {
        {Method::Get, "/desk/api/sections", Enter, list_sections},
        {Method::Put, "/desk/api/sections", ManageSite, change_sections},
        {Method::Get, "/desk/api/status", ManageSite, show_status},
        {Method::Get, "/desk/api/settings", ManageSite, show_settings},
        {Method::Put, "/desk/api/settings", ManageSite, change_settings},
        {Method::Post, "/desk/api/settings/preview", ManageSite, make_look_preview},
        {Method::Get, "/desk/api/redirects", ManageSite, list_redirects, 0, {"from"}},
        {Method::Put, "/desk/api/redirects", ManageSite, change_redirect},
    };
}

}  // namespace warraq::desk
