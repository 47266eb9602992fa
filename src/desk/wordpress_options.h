// How a WordPress site is brought into a newsroom: its pictures made as the desk makes those that editors
// upload, key points by the digest. What else the caller wishes is added to it.
#pragma once

#include "move/import_wordpress.h"

namespace warraq::desk {

move::WordpressOptions wordpress_options(const store::Media& media);

}  // namespace warraq::desk
