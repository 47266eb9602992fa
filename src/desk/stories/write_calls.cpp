// Writing a story: saves, which come by themselves while someone writes, and the changes that wait beside a
// public one.
#include <fmt/format.h>

#include "desk/reply.h"
#include "desk/stories/calls.h"
#include "desk/stories/owner_files.h"
#include "desk/stories/publishing.h"
#include "desk/stories/saving.h"
#include "desk/stories/story_json.h"
#include "desk/stories/working_copy.h"

namespace warraq::desk {

using serve::Reply;
using story::Status;
using story::Story;

namespace {

// The story to be changed, in the version that the caller has seen.
Story writable(DeskWriter& writer, const Call& call) {
    Story story = writer.writable({call.number("id")});
    check_version(call.body, story);
    return story;
}

void keep_late_save(const Call& call) {
    try {
        call.desk.newsroom.transact(call.visitor(), [&](DeskWriter& writer) {
            keep_late_words(writer, writer.writable({call.number("id")}), call.body.object("content"));
        });
    } catch (const Problem&) {
        // Not fit to be kept, not to be changed any more, or the database is away: the writer's browser has
        // them still.
    }
}

}  // namespace

Reply add_story(const Call& call) {
    const Story made = call.desk.newsroom.transact(call.visitor(), [&](DeskWriter& writer) {
        const auto sections = writer.sections();
        if (sections.empty()) throw Problem(409, "no_sections", "the newsroom has no sections yet");
        Story story;
        story.section = sections.front().id;
        story.slug = story::slug_of("");
        if (call.body.has("page")) read_page(call.body, story, writer);
        story.created = story.updated = now();
        return writer.story(writer.add(story));
    });
    JsonWriter json;
    json.object().number("id", made.id.value).number("version", made.version);
    return json_reply(json, 201);
}

// A draft is saved as it is. Beside a story that readers see a working copy is kept, until it is published
// over it; beside one that was withdrawn with such a copy too.
Reply save_story(const Call& call) {
    int version = 0;
    const auto save = [&](DeskWriter& writer) {
        Story story = writable(writer, call);
        OwnerFiles files(writer, story);
        keep_embargo(writer, story);
        const std::string address = story.page_path;
        read_content(call.body.object("content"), story, writer);
        if (story.status == Status::Withdrawn && story.page_path != address)
            throw Problem(422, "invalid",
                          "page: where a withdrawn page was, readers are told so: it stays there");
        files.show(story);
        version = story.version + 1;
        if (story::is_public(story.status) || writer.stored_working_copy(story)) {
            keep_working_copy(writer, story);
            return true;
        }
        if (story.status == Status::Scheduled) check_fit(story);
        story.updated = now();
        writer.save(story);
        keep_revision(writer, story);
        return false;
    };
    try {
        const bool working_copy = call.desk.newsroom.transact(call.visitor(), save);
        return saved_reply(version, working_copy);
    } catch (const Problem& problem) {
        if (problem.code() == "conflict") keep_late_save(call);
        throw;
    }
}

// The working copy becomes what readers see.
Reply publish_changes(const Call& call) {
    const int version = call.desk.newsroom.transact(call.visitor(), [&](DeskWriter& writer) {
        Story story = writable(writer, call);
        const auto copy = writer.stored_working_copy(story);
        if (!copy) throw Problem::not_there("working copy");
        if (!story::is_public(story.status))
            throw Problem(409, "not_public",
                          "readers do not see the story, so no changes of it are published");
        read_content(Fields::parse(copy->content), story, writer);
        story.updated = now();
        check_embargo(story, now());
        check_publishable(story);
        writer.save(story);
        writer.drop_working_copy(story);
        keep_revision(writer, story);
        writer.record("story_updated", fmt::format("story {}", story.id.value), story.headline);
        return story.version + 1;
    });
    return saved_reply(version, false);
}

Reply drop_changes(const Call& call) {
    call.desk.newsroom.transact(
        call.visitor(), [&](DeskWriter& writer) { give_up_working_copy(writer, writable(writer, call)); });
    return no_content();
}

}  // namespace warraq::desk
