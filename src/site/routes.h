// The readers' site as a table: path -> handler. A handler is a free function of its feature,
//
//     Result<serve::Reply> robots(Context& context);           // needs no snapshot, or opens its own
//     Result<serve::Reply> topic_page(ReadContext& context);   // reads from one snapshot
//
// and the router calls it accordingly. An Error that it returns becomes a page, the JSON of /api/v1 or the
// JSON of WordPress's API, depending on the kind of route.
#pragma once

#include <functional>
#include <memory>

#include "serve/routing/site.h"
#include "site/context.h"

namespace warraq::site {

// The state under the current settings. Called for each request; must be thread-safe.
using Current = std::function<std::shared_ptr<SiteState>()>;

// `router` may have routes already: they take precedence.
serve::Site routes(Current current, serve::Assets assets, serve::Router router = {});

}  // namespace warraq::site
