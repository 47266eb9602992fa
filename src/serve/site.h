// What a Server serves: everything about the answers, nothing about sockets.
#pragma once

#include <functional>
#include <string>

#include "serve/assets.h"
#include "serve/page_cache.h"
#include "serve/router.h"

namespace warraq::serve {

struct Site {
    Router router;
    Assets assets;
    // The page for 404, 405, 500 …, in the site's look. May be empty: then a line of text.
    std::function<Reply(int status)> error_page;
    // Header lines for every answer, each with its CR LF: content security policy and the like.
    std::string security_headers;
    std::size_t cache_bytes = 64u << 20;
    int workers = 4;  // threads that run handlers
};

}  // namespace warraq::serve
