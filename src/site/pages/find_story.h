// The story that an address names, as far as readers may know of it.
#pragma once

#include "site/context.h"

namespace warraq::site {

// A public story and its section, or what readers are told of a withdrawn one.
struct StoryLookup {
    std::optional<story::Story> story;
    std::optional<story::Section> section;
    std::optional<store::Withdrawn> withdrawn;  // in place of the two
};

// Error: NotFound where it is neither public nor withdrawn, and for a `number` that is none; Unavailable.
Result<StoryLookup> find_story(ReadContext& context, story::StoryId id);
Result<StoryLookup> find_story(ReadContext& context, std::string_view number);

}  // namespace warraq::site
