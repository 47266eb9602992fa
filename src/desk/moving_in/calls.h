// The calls about the move from WordPress.
#pragma once

#include "desk/context.h"

namespace warraq::desk {

serve::Reply show_move(const Call& call);
serve::Reply begin_move(const Call& call);
serve::Reply take_move_piece(const Call& call);
serve::Reply run_move(const Call& call);
serve::Reply look_at_move(const Call& call);
serve::Reply stop_move(const Call& call);
serve::Reply forget_move(const Call& call);
serve::Reply move_report(const Call& call);

}  // namespace warraq::desk
