// The newsroom's files as the desk shows them. The site serves only those of public stories; the desk serves
// all, below /desk/media/, to those who may see them. A preview's link also opens the files on its page.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "desk/context.h"
#include "story/story.h"

namespace warraq::desk {

// «/media/3f2a.sets-400.webp» is at «/desk/media/3f2a.sets-400.webp» here.
std::string desk_thumbnail(const story::Image& image);

// Kept by no cache. Problem 404 where there is no such file or `who` may not see it; 503.
serve::Reply media_reply(const DeskContext& desk, std::string_view name, const story::User& who);

// The page with the addresses of its files replaced by `address_of`.
std::string with_media_at(std::string_view html,
                          const std::function<std::string(std::string_view name)>& address_of);

}  // namespace warraq::desk
