// A story's way through the newsroom: one at a time, or section and status of many at once.
#include <fmt/format.h>

#include "base/utf8.h"
#include "desk/refusal_log.h"
#include "desk/reply.h"
#include "desk/stories/calls.h"
#include "desk/stories/publishing.h"
#include "desk/stories/saving.h"
#include "desk/stories/section_suggester.h"
#include "desk/stories/working_copy.h"

namespace warraq::desk {

using serve::Reply;
using story::Status;
using story::Story;

namespace {

constexpr std::size_t kMostAtOnce = 100;

// One step of a story's life, saved. Whether changes of it still wait beside it.
bool step(DeskWriter& writer, Story& story, Status to, const Particulars& particulars) {
    const bool working_copy = take_working_copy(writer, story, to);
    change_status(story, to, particulars, now());
    writer.save(story);
    keep_revision(writer, story);
    return working_copy;
}

Status status_asked(const Fields& body) {
    const auto to = story::status_from(body.text("to", kLongestStoryText));
    if (!to) throw Problem(422, "invalid", "to: there is no such status");
    return *to;
}

std::string section_slug(std::span<const story::Section> sections, const Story& story) {
    const auto* section = story::find_section(sections, story.section);
    return section ? section->slug : std::string();
}

// What a story was before a change of many, and its version since.
struct ChangedOne {
    std::string section;
    Status status = Status::Draft;
    int version = 0;
};

ChangedOne change_one(DeskWriter& writer, const Fields& wanted) {
    const story::StoryId id{wanted.number("id")};
    const bool only_moves = wanted.has("to") && !wanted.has("section");
    Story story = only_moves ? writer.story(id) : writer.writable(id);
    check_version(wanted, story);
    ChangedOne was{section_slug(writer.sections(), story), story.status};
    if (wanted.has("section")) {
        const auto section = writer.section(wanted.text("section", kLongestStoryText));
        if (!section) throw Problem::not_there("section");
        story.section = section->id;
        story.updated = now();
        if (story::is_public(story.status)) check_embargo(story, now());
        if (move_working_copy(writer, story)) ++story.version;
    }
    was.version = story.version + 1;
    if (wanted.has("to")) {
        const auto to = status_asked(wanted);
        // What readers see, or are told, is decided story by story.
        if (story::is_public(to) || to == Status::Withdrawn || to == Status::Scheduled)
            throw Problem(422, "one_by_one", "stories are published, scheduled and withdrawn one by one");
        value_or_throw(story::may_move(story.status, to, writer.who().role));
        step(writer, story, to, {});
    } else {
        writer.save(story);
        keep_revision(writer, story);
    }
    writer.record(
        wanted.has("to") ? fmt::format("story_{}", story::to_string(story.status)) : "story_updated",
        fmt::format("story {}", story.id.value), story.headline);
    return was;
}

}  // namespace

Reply move_story(const Call& call) {
    const Status to = status_asked(call.body);
    const std::string text(utf8::trim(call.body.text_or("text", kLongestStoryText, "")));
    std::string section;  // its slug
    bool working_copy = false;
    const Story moved = call.desk.newsroom.transact(call.visitor(), [&](DeskWriter& writer) {
        Story story = writer.story({call.number("id")});
        check_version(call.body, story);
        value_or_throw(story::may_move(story.status, to, writer.who().role));
        Particulars particulars{{}, text};
        if (to != Status::Scheduled && call.body.has("at"))
            throw Problem(422, "invalid", "at: is of stories that are scheduled");
        if (to == Status::Scheduled)
            particulars.at = value_or_throw(from_iso8601(call.body.text("at", kLongestStoryText)));
        working_copy = step(writer, story, to, particulars);
        writer.record(fmt::format("story_{}", story::to_string(to)), fmt::format("story {}", story.id.value),
                      story.headline);
        section = section_slug(writer.sections(), story);
        return story;
    });
    if (to == Status::Published && !section.empty()) call.desk.suggester.learn(section, moved);
    return saved_reply(moved.version + 1, working_copy);
}

// Section or status of many stories at once, each by itself: those that cannot be changed are told with the
// reason, the others with what they were, so that the same call takes it back. When the database does not
// answer any more, those that are left are not tried.
Reply change_stories(const Call& call) {
    const auto changes = call.body.objects("changes", kMostAtOnce);
    JsonWriter json, failed;
    json.object().array("done");
    failed.array();
    bool some_done = false;
    std::optional<Problem> over;
    for (const Fields& one : changes) {
        const std::int64_t id = one.number("id");
        try {
            if (over) throw *over;
            const auto was = call.desk.newsroom.transact(
                call.visitor(), [&](DeskWriter& writer) { return change_one(writer, one); });
            json.object().number("id", id).number("version", was.version);
            if (one.has("section")) json.text("section", was.section);
            if (one.has("to")) json.text("to", story::to_string(was.status));
            json.end();
            some_done = true;
        } catch (const Problem& problem) {
            if (problem.status() >= 500 && !some_done) throw;
            if (!over) call.desk.refusals.note(call.request.method, call.request.path, call.who, problem);
            if (problem.status() >= 500) over = problem;
            failed.object()
                .number("id", id)
                .text("code", problem.code())
                .text("message", message_for_caller(problem))
                .end();
        }
    }
    json.end().json("failed", failed.take());
    return json_reply(json);
}

}  // namespace warraq::desk
