// A list of feeds that a feed reader subscribes to at once: OPML 2.0 (http://opml.org/spec2.opml). Pure;
// thread-safe.
#pragma once

#include <span>
#include <string>

#include "press/publication.h"

namespace warraq::press {

struct ListedFeed {
    std::string title;
    std::string home;  // path of the page that the feed follows
};

std::string subscription_list(const Publication& publication, std::span<const ListedFeed> feeds);

}  // namespace warraq::press
