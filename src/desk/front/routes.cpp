// The routes of the front page.
#include "desk/routes.h"

#include "desk/front/calls.h"

namespace warraq::desk {

std::vector<Route> front_routes() {
    using serve::Method;
    using enum Permission;
    return {
        {Method::Get, "/desk/api/front", ArrangeFront, show_front},
        {Method::Put, "/desk/api/front", ArrangeFront, place_front},
        {Method::Post, "/desk/api/front/preview", ArrangeFront, make_front_preview},
    };
}

}  // namespace warraq::desk
