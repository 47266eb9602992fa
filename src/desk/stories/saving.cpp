#include "desk/stories/saving.h"

#include "desk/reply.h"
#include "desk/stories/story_json.h"
#include "desk/stories/working_copy.h"

namespace warraq::desk {

using story::Story;

void check_version(const Fields& body, const Story& story) {
    if (body.number("version") != story.version)
        throw Problem(409, "conflict", "the story was saved by someone else meanwhile");
}

void keep_revision(DeskWriter& writer, const Story& story) {
    writer.add_revision(
        {0, story.id, writer.who().id, now(), story.status, content_json(story, writer.sections())},
        now() - kSitting);
}

serve::Reply saved_reply(int version, bool working_copy) {
    JsonWriter json;
    json.object()
        .number("version", version)
        .flag("working_copy", working_copy)
        .text("saved", to_iso8601(now()));
    return json_reply(json);
}

}  // namespace warraq::desk
