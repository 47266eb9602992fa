// Revisions of a story, and notes beside it.
#include "base/utf8.h"
#include "desk/auth/users.h"
#include "desk/reply.h"
#include "desk/stories/calls.h"
#include "desk/stories/saving.h"

namespace warraq::desk {

using serve::Reply;
using story::Story;

namespace {

constexpr int kRevisions = 200;

}  // namespace

Reply list_revisions(const Call& call) {
    auto reader = call.desk.newsroom.read(call.visitor().user);
    const Story story = reader->story({call.number("id")});
    const auto users = reader->users();
    JsonWriter json;
    json.object().array("revisions");
    for (const store::Revision& revision : reader->revisions(story, kRevisions))
        json.object()
            .number("id", revision.id)
            .text("who", who_is(users, revision.user))
            .text("at", to_iso8601(revision.at))
            .text("status", story::to_string(revision.status))
            .end();
    return json_reply(json);
}

Reply show_revision(const Call& call) {
    auto reader = call.desk.newsroom.read(call.visitor().user);
    const Story story = reader->story({call.number("id")});
    const auto revision = reader->revision(story, call.number("revision"));
    JsonWriter json;
    json.object().number("id", revision.id).text("at", to_iso8601(revision.at));
    json.json("content", revision.content);
    return json_reply(json);
}

Reply add_note(const Call& call) {
    const std::string text(utf8::trim(call.body.text("text", kLongestStoryText)));
    if (text.empty()) throw Problem(422, "invalid", "text: is empty");
    call.desk.newsroom.transact(call.visitor(), [&](DeskWriter& writer) {
        writer.add_note(writer.story({call.number("id")}), text);
    });
    return no_content();
}

}  // namespace warraq::desk
