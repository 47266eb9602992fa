#include "desk/stories/story_history.h"

#include "desk/fields.h"
#include "desk/problem.h"

namespace warraq::desk {

using store::Revision;
using story::Story;

std::vector<Revision> StoryHistory::revisions(const Story& story, int limit) {
    return value_or_throw(all_.revisions(story.id, limit));
}

Revision StoryHistory::revision(const Story& story, std::int64_t id) {
    auto revision = value_or_throw(all_.revision(id), "revision");
    if (revision.story != story.id) throw Problem::hidden("revision");
    revision.content = shown_content(revision.content);
    return revision;
}

std::optional<store::WorkingCopy> StoryHistory::working_copy(const Story& story) {
    auto copy = value_or_throw(all_.working_copy(story.id));
    if (copy) copy->content = shown_content(copy->content);
    return copy;
}

std::vector<store::Note> StoryHistory::notes(const Story& story) {
    return value_or_throw(all_.notes(story.id));
}

// As StoryReader::hide_related() does it, of a content that is kept as JSON.
std::string StoryHistory::shown_content(const std::string& content) {
    static constexpr std::string_view kRelated[] = {"related_pinned", "related_excluded"};
    if (stories_.reads_all()) return content;
    return json_keeping(Fields::parse(content), kRelated,
                        [&](std::int64_t id) { return stories_.card({id}).has_value(); });
}

}  // namespace warraq::desk
