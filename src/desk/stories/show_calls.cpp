// One story, with all that its editor shows.
#include "desk/auth/users.h"
#include "desk/reply.h"
#include "desk/stories/calls.h"
#include "desk/stories/story_json.h"

namespace warraq::desk {

using serve::Reply;
using story::Status;
using story::Story;

namespace {

// The statuses that someone may move a story to, which they may read.
std::vector<Status> moves_of(story::Role role, const Story& story) {
    std::vector<Status> out;
    for (const story::Move& move : story::moves())
        if (move.from == story.status && story::may_move(move.from, move.to, role)) out.push_back(move.to);
    return out;
}

}  // namespace

Reply show_story(const Call& call) {
    auto reader = call.desk.newsroom.read(call.visitor().user);
    Story story = reader->story({call.number("id")});
    const int related_hidden = reader->hide_related(story);
    const auto sections = reader->sections();
    const auto users = reader->users();
    JsonWriter json;
    json.object();
    write_card(json, story, sections);
    json.number("version", story.version)
        .number("words", story.words)
        .text("owner", who_is(users, reader->owner_of(story)))
        .text("withdrawal", story.withdrawal)
        .flag("may_write", reader->may_write(story));
    json.array("moves");
    for (const Status status : moves_of(reader->who().role, story)) json.text(story::to_string(status));
    json.end().array("corrections");
    for (const story::Correction& correction : story.corrections)
        json.object().text("at", to_iso8601(correction.at)).text("text", correction.text).end();
    json.end().object("content");
    write_content(json, story, sections);
    json.end();
    if (const auto copy = reader->working_copy(story)) {
        json.object("working_copy").text("who", who_is(users, copy->user)).text("at", to_iso8601(copy->at));
        json.json("content", copy->content).end();
    } else {
        json.null("working_copy");
    }
    // Of the stories that the content names by their numbers.
    std::vector<story::Card> related;
    for (const auto* ids : {&story.related_pinned, &story.related_excluded})
        for (const story::StoryId id : *ids)
            if (auto card = reader->card(id)) related.push_back(std::move(*card));
    write_cards(json, "related", related, sections);
    json.number("related_hidden", related_hidden);
    json.array("notes");
    for (const store::Note& note : reader->notes(story))
        json.object()
            .text("who", who_is(users, note.user))
            .text("at", to_iso8601(note.at))
            .text("text", note.text)
            .end();
    return json_reply(json);
}

}  // namespace warraq::desk
