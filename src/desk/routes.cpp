#include "desk/routes.h"

#include <algorithm>
#include <iterator>

namespace warraq::desk {

const std::vector<Route>& routes() {
    static const std::vector<Route> kRoutes = [] {
        std::vector<Route> all;
        for (auto part : {auth_routes, story_routes, picture_routes, front_routes, settings_routes,
                          moving_in_routes, moderation_routes})
            std::ranges::move(part(), std::back_inserter(all));
        return all;
    }();
    return kRoutes;
}

}  // namespace warraq::desk
