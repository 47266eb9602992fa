// Sitemaps for search engines: /sitemap.xml, the index, and the files that it lists, /sitemap/{file}.
#pragma once

#include "site/context.h"

namespace warraq::site {

Result<serve::Reply> sitemap_index(ReadContext& context);
// pages.xml: the front page, sections and topics; 1.xml, 2.xml …: stories by number.
Result<serve::Reply> sitemap(ReadContext& context);
// news.xml: stories of the last two days.
Result<serve::Reply> news_sitemap(ReadContext& context);

// The tag of the sitemap file that lists this story.
std::string sitemap_tag(story::StoryId id);

}  // namespace warraq::site
