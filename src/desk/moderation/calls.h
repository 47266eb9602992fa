// The calls about readers' comments.
#pragma once

#include "desk/context.h"

namespace warraq::desk {

serve::Reply list_comments(const Call& call);
serve::Reply change_comment(const Call& call);

}  // namespace warraq::desk
