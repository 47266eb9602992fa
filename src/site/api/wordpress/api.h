// What apps and front ends that were made for WordPress read: /wp-json/wp/v2, for reading alone. Internal to
// the room.
#pragma once

#include <functional>

#include "press/press.h"
#include "search/index.h"
#include "serve/http/message.h"
#include "store/public_store.h"

namespace warraq::site {

struct WordpressParts {
    store::PublicStore& store;
    const search::Index& index;
    const press::Press& press;
    std::function<Result<bool>(store::PublicReader&, const story::Story&)> comments_open;
};

// `collection` and `number`: as the address has them; both may be empty.
serve::Reply wordpress_api(const WordpressParts& parts, const serve::Request& request,
                           std::string_view collection, std::string_view number);

// For what cannot be done here: searching more often than one may, an address that is none of the API's, and
// writing.
serve::Reply wordpress_too_often();
serve::Reply wordpress_no_route();
serve::Reply wordpress_read_only();

// The names of its parameters, as a route takes them.
std::vector<std::string> wordpress_parameters();

}  // namespace warraq::site
