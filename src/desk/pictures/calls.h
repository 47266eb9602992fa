// The calls about pictures and the newsroom's other files.
#pragma once

#include "desk/context.h"

namespace warraq::desk {

serve::Reply list_pictures(const Call& call);
serve::Reply add_picture(const Call& call);
serve::Reply show_media(const Call& call);

}  // namespace warraq::desk
