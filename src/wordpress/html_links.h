// What addresses in a stranger's HTML lead to, and the blocks that stand for them. Internal to the room;
// pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "story/body.h"
#include "story/story.h"

namespace warraq::wordpress {

// As browsers read it: tabs and line ends go, spaces and backslashes are escaped, "//host" is https.
// Nothing where it is empty, too long or no UTF-8.
std::optional<std::string> clean_address(std::string_view address);

// «https://www.youtube.com/embed/ID?x» shows in a frame what «https://www.youtube.com/watch?v=ID» shows as a
// page; other addresses stay as they are.
std::string page_of_player(std::string_view address);

story::Node embed_node(std::string address, std::string title);
story::Node image_node(const story::Image& image);

}  // namespace warraq::wordpress
