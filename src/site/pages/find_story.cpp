// A public story by its number.
#include "site/pages/find_story.h"

#include "base/number.h"

namespace warraq::site {

Result<StoryLookup> find_story(ReadContext& context, std::string_view number) {
    const auto id = number_from(number);
    if (!id) return not_found("not a story's number");
    return find_story(context, story::StoryId{*id});
}

Result<StoryLookup> find_story(ReadContext& context, story::StoryId id) {
    StoryLookup found;
    auto story = context.reader.story(id);
    if (!story) return fail(story.error());
    found.story = std::move(*story);
    if (!found.story) {
        auto withdrawn = context.reader.withdrawn(id);
        if (!withdrawn) return fail(withdrawn.error());
        if (!*withdrawn) return not_found("no story that readers may see");
        found.withdrawn = std::move(*withdrawn);
        return found;
    }
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    const story::Section* section = story::find_section(*sections, found.story->section);
    if (!section) return unavailable("a story's section is missing");
    found.section = *section;
    return found;
}

}  // namespace warraq::site
