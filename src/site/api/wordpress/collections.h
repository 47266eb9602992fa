// The collections of the WordPress API: as lists, and single items by number. They throw a Refusal on any
// error. Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include "site/api/wordpress/call.h"

namespace warraq::site::wordpress {

// posts.cpp
serve::Reply posts(Call& call);
serve::Reply post(Call& call, std::int64_t number);
serve::Reply pages(Call& call);
serve::Reply page(Call& call, std::int64_t number);

// terms.cpp
serve::Reply categories(Call& call);
serve::Reply category(Call& call, std::int64_t number);
serve::Reply tags(Call& call);
serve::Reply tag(Call& call, std::int64_t number);

// users.cpp
serve::Reply users(Call& call);
serve::Reply user(Call& call, std::int64_t number);

// media.cpp
serve::Reply media(Call& call);
serve::Reply media_item(Call& call, std::int64_t number);

// comments.cpp
serve::Reply comments(Call& call);
serve::Reply comment(Call& call, std::int64_t number);

// search.cpp
serve::Reply search_results(Call& call);
// The stories that match these words, best match first.
std::vector<story::StoryId> search_for(const Call& call, const std::string& words);

}  // namespace warraq::site::wordpress
