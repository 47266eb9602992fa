// How a WordPress site is brought into a newsroom: its pictures made as the desk makes those that editors
// upload, key points by the digest. The caller adds what else it wants.
#pragma once

#include "wordpress/import.h"

namespace warraq::desk {

wordpress::WordpressOptions wordpress_options(const store::Media& media);

}  // namespace warraq::desk
