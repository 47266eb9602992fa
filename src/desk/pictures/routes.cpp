// The routes of pictures and the newsroom's other files.
#include "desk/routes.h"

#include "desk/pictures/calls.h"
#include "desk/pictures/picture_maker.h"

namespace warraq::desk {

std::vector<Route> picture_routes() {
    using serve::Method;
    using enum Permission;
    constexpr bool kRaw = true, kHeavy = true;
    return {
        {Method::Get, "/desk/media/{name}", Write, show_media},
        {Method::Get, "/desk/api/pictures", Write, list_pictures, 0, {"q", "after"}},
        {Method::Post, "/desk/api/pictures", Write, add_picture, kLargestUpload, {}, kRaw, kHeavy},
    };
}

}  // namespace warraq::desk
