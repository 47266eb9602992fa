// What a Server serves: everything about the answers, nothing about sockets.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "serve/cache/assets.h"
#include "serve/cache/page_cache.h"
#include "serve/routing/router.h"

namespace warraq::serve {

// A reader was given a page that is a view of something (Reply::view). Its texts live as long as the call.
struct View {
    std::int64_t id = 0;
    std::string_view address, user_agent;
    bool prefetched = false;  // by a browser that guesses what its reader will want
};

struct Site {
    Router router;
    // Answers GETs of addresses that no route and no asset has. May be absent: then they are answered 404.
    std::optional<Route> fallback;
    Assets assets;
    // The page for 404, 405, 500 …, in the site's look. May be empty: then a line of text.
    std::function<Reply(int status)> error_page;
    // Called for every view, from the network's threads: must be quick. May be empty.
    std::function<void(const View&)> on_view;
    // Header lines for every answer, each with its CR LF: content security policy and the like.
    std::string security_headers;
    // A cache in front keeps pages by their tags: the field that tells it ("xkey", "Surrogate-Key",
    // "Cache-Tag"); empty for none. Then whoever asks for a page that a change touched waits for the new one,
    // since the old one would be kept.
    std::string tag_field;
    // Called after tags were dropped, by whoever dropped them: must be quick. May be empty.
    PageCache::OnDrop on_drop;
    std::size_t cache_bytes = 64u << 20;
    int workers = 4;         // threads that run handlers
    int change_workers = 1;  // that run what is not a GET or HEAD, which may wait for a disk to write
    int heavy_workers = 1;   // that run those of RouteOptions::heavy
    int file_workers = 2;    // that read pieces of large files
};

}  // namespace warraq::serve
