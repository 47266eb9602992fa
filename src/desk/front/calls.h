// The calls about the front page.
#pragma once

#include "desk/context.h"

namespace warraq::desk {

serve::Reply show_front(const Call& call);
serve::Reply place_front(const Call& call);
serve::Reply make_front_preview(const Call& call);

}  // namespace warraq::desk
