// Looks up the story that an address names.
#pragma once

#include "site/context.h"

namespace warraq::site {

// A public story with its section, or what readers may know of a withdrawn one.
struct StoryLookup {
    std::optional<story::Story> story;
    std::optional<story::Section> section;
    std::optional<store::Withdrawn> withdrawn;  // set instead of the other two
};

// Error: NotFound where it is neither public nor withdrawn, or `number` is not a number; Unavailable.
Result<StoryLookup> find_story(ReadContext& context, story::StoryId id);
Result<StoryLookup> find_story(ReadContext& context, std::string_view number);

}  // namespace warraq::site
