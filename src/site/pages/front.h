// The front page, and its bar for breaking news, which open pages follow live.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Also answers old WordPress addresses such as /?p=16.
Result<serve::Reply> front_page(ReadContext& context);

// The front page with these stories placed at its top, or with the current ones. Takes a snapshot.
Result<std::string> preview_front(SiteState& site, std::span<const story::FrontPlace> places);
Result<std::string> preview_front(SiteState& site);

// /live: answers HEAD; GET follows the event stream SiteState::breaking.
Result<serve::Reply> breaking_news(Context& context);

// Publishes the current breaking news to open front pages. Called by the CacheInvalidator.
Result<void> publish_breaking(SiteState& site, store::PublicReader& reader);

}  // namespace warraq::site
