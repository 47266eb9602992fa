// A story as schema.org's NewsArticle with its breadcrumbs, for search engines. Pure; thread-safe.
#pragma once

#include <string>

#include "press/publication.h"
#include "story/section.h"
#include "story/story.h"

namespace warraq::press {

// JSON-LD. `picture` is a path.
std::string structured_data(const Publication& publication, const story::Story& story,
                            const story::Section& section, std::string_view picture);

}  // namespace warraq::press
