// Readers' comments as moderators see them.
#include <fmt/format.h>

#include "base/json_writer.h"
#include "desk/change.h"
#include "desk/desk.h"
#include "story/address.h"

namespace warraq::desk {

using serve::Reply;
using store::Writer;

namespace {

constexpr int kComments = 100;
constexpr std::size_t kLongestText = 4'000;

story::CommentStatus status_of(std::string_view text) {
    const auto status = story::comment_status_from(text);
    if (!status) throw Problem(422, "invalid", "status: there is no such status");
    return *status;
}

}  // namespace

Reply Desk::list_comments(const Call& call) {
    const auto asked = call.request.parameter("status");
    const auto status = status_of(asked.empty() ? "pending" : asked);
    auto snapshot = take(store_.snapshot());
    const auto sections = take(snapshot->sections());
    JsonWriter json;
    json.object().number("pending", take(snapshot->counts()).pending_comments).array("comments");
    for (const store::ModeratedComment& one : take(snapshot->comments_to_moderate(status, kComments))) {
        const auto card = take(snapshot->card(one.comment.story));
        const auto* section = card ? story::find_section(sections, card->section) : nullptr;
        json.object()
            .number("id", one.comment.id.value)
            .text("name", one.comment.name)
            .text("text", one.comment.text)
            .text("at", to_iso8601(one.comment.created))
            .text("status", story::to_string(one.comment.status))
            .text("reason", one.reason)
            .flag("answer", static_cast<bool>(one.comment.parent))
            .number("story", one.comment.story.value)
            .text("headline", one.headline)
            .text("address", section ? story::address_of(*card, *section) : "")
            .end();
    }
    return json_reply(json);
}

Reply Desk::change_comment(const Call& call) {
    change(store_, [&](Writer& writer) {
        const story::CommentId id{call.number("id")};
        const auto comment = take(writer.comment(id), "comment");
        const auto& user = call.visitor().user;
        const std::string subject = fmt::format("comment {}", id.value);
        if (call.body.has("status")) {
            const auto status = status_of(call.body.text("status", kLongestText));
            take(writer.moderate(id, status));
            take(writer.record(user.id, fmt::format("comment_{}", story::to_string(status)), subject,
                               comment.name));
        }
        if (call.body.has("text")) {
            take(writer.edit_comment(id, call.body.text("text", kLongestText)));
            take(writer.record(user.id, "comment_edited", subject, comment.text));
        }
    });
    return nothing_to_say();
}

}  // namespace warraq::desk
