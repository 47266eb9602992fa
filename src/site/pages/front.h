// The front page, and the bar for breaking news that open front pages follow.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Also answers /?p=16 and the like: addresses of a WordPress site that was here before.
Result<serve::Reply> front_page(ReadContext& context);

// How the front page would look with these places given to stories, or with those that hold now. Takes a
// snapshot.
Result<std::string> preview_front(SiteState& site, std::span<const story::FrontPlace> places);
Result<std::string> preview_front(SiteState& site);

// /live: HEAD is answered here; GET follows SiteState::breaking.
Result<serve::Reply> breaking_news(Context& context);

// Tells the front pages that are open what the bar for breaking news holds. For a CacheInvalidator.
Result<void> publish_breaking(SiteState& site, store::PublicReader& reader);

}  // namespace warraq::site
