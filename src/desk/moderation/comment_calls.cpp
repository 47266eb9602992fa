// Readers' comments as moderators see them.
#include <fmt/format.h>

#include "desk/moderation/calls.h"
#include "desk/reply.h"
#include "story/address.h"

namespace warraq::desk {

using serve::Reply;

namespace {

constexpr int kComments = 100;
constexpr std::size_t kLongestText = 4'000;

story::CommentStatus status_of(std::string_view text) {
    const auto status = story::comment_status_from(text);
    if (!status) throw Problem(422, "invalid", "status: there is no such status");
    return *status;
}

}  // namespace

Reply list_comments(const Call& call) {
    const auto asked = call.request.parameter("status");
    const auto status = status_of(asked.empty() ? "pending" : asked);
    auto reader = call.desk.newsroom.read(call.visitor().user);
    const auto sections = reader->sections();
    JsonWriter json;
    json.object().number("pending", reader->pending_comments()).array("comments");
    for (const auto& [one, story] : reader->comments(status, kComments)) {
        const auto* section = story ? story::find_section(sections, story->section) : nullptr;
        json.object()
            .number("id", one.comment.id.value)
            .text("name", one.comment.name)
            .text("text", one.comment.text)
            .text("at", to_iso8601(one.comment.created))
            .text("status", story::to_string(one.comment.status))
            .text("reason", one.reason)
            .flag("answer", static_cast<bool>(one.comment.parent));
        if (story)
            json.number("story", story->id.value);
        else
            json.null("story");
        json.text("headline", story ? story->headline : "")
            .text("address", section ? story::address_of(*story, *section) : "")
            .end();
    }
    return json_reply(json);
}

Reply change_comment(const Call& call) {
    call.desk.newsroom.transact(call.visitor(), [&](DeskWriter& writer) {
        const story::CommentId id{call.number("id")};
        // Neither its text nor whose it is: what a reader has taken back must not be kept there for good.
        const std::string subject = fmt::format("comment {}", id.value);
        if (call.body.has("status")) {
            const auto status = status_of(call.body.text("status", kLongestText));
            writer.moderate(id, status);
            writer.record(fmt::format("comment_{}", story::to_string(status)), subject, "");
        }
        if (call.body.has("text")) {
            writer.edit_comment(id, call.body.text("text", kLongestText));
            writer.record("comment_edited", subject, "");
        }
    });
    return no_content();
}

}  // namespace warraq::desk
