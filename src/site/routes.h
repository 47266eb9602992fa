// The readers' site as a table: path -> handler. A handler is a free function of its feature,
//
//     Result<serve::Reply> robots(Context& context);           // needs no snapshot, or opens its own
//     Result<serve::Reply> topic_page(ReadContext& context);   // reads one moment of what is public
//
// and its type says which. What an Error becomes depends on the kind of route: the site's page, the JSON of
// /api/v1, or the JSON of WordPress's API.
#pragma once

#include <functional>
#include <memory>

#include "serve/routing/site.h"
#include "site/context.h"

namespace warraq::site {

// The state of the settings that hold now. Called for each request; thread-safe.
using Current = std::function<std::shared_ptr<SiteState>()>;

// `router` may hold others' routes already: they come first.
serve::Site routes(Current current, serve::Assets assets, serve::Router router = {});

}  // namespace warraq::site
