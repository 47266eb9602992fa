// Sitemaps for search engines: /sitemap.xml names /sitemap/{file}, /sitemap/news.xml among them.
#pragma once

#include "site/context.h"

namespace warraq::site {

Result<serve::Reply> sitemap_index(ReadContext& context);
// pages.xml: sections and topics; 1.xml, 2.xml …: stories by their numbers.
Result<serve::Reply> sitemap(ReadContext& context);
// The stories of the last two days.
Result<serve::Reply> news_sitemap(ReadContext& context);

// The tag of the file that a story stands in.
std::string sitemap_tag(story::StoryId id);

}  // namespace warraq::site
