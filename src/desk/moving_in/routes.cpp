// The routes of the move from WordPress.
#include "desk/routes.h"

#include "desk/moving_in/calls.h"
#include "desk/moving_in/wordpress_import_job.h"

namespace warraq::desk {
namespace {

Route with_proof(Route route) {
    route.takes_proof = true;
    return route;
}

}  // namespace

std::vector<Route> moving_in_routes() {
    using serve::Method;
    using enum Permission;
    constexpr bool kRaw = true;
    return {
        {Method::Get, "/desk/api/move-in", ManageSite, show_move},
        {Method::Post, "/desk/api/move-in", ManageSite, begin_move},
        {Method::Delete, "/desk/api/move-in", ManageSite, forget_move},
        {Method::Put,
         "/desk/api/move-in/file",
         ManageSite,
         take_move_piece,
         WordpressImportJob::kLargestPiece,
         {"from"},
         kRaw},
        // It makes accounts of authors, and fetches from where it is told to.
        with_proof({Method::Post, "/desk/api/move-in/run", ManageSite, run_move}),
        {Method::Post, "/desk/api/move-in/look", ManageSite, look_at_move},
        {Method::Post, "/desk/api/move-in/stop", ManageSite, stop_move},
        {Method::Get, "/desk/api/move-in/report", ManageSite, move_report},
    };
}

}  // namespace warraq::desk
