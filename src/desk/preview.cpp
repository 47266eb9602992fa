// A story as readers would see it, by a secret link that ends by itself: for whoever is asked to look, signed
// in or not.
#include <fmt/format.h>

#include "base/number.h"
#include "desk/desk.h"
#include "desk/story_json.h"

namespace warraq::desk {

using serve::Reply;

namespace {

constexpr std::chrono::hours kPreviewLife{24};

}  // namespace

// "12.1795512345.0f3c…": the story, the end of the link, its signature.
Reply Desk::make_preview(const Call& call) {
    auto snapshot = take(store_.snapshot());
    const auto story = readable(*snapshot, call);
    const Instant ends = now() + kPreviewLife;
    const std::string claim = fmt::format("{}.{}", story.id.value, to_unix(ends));
    JsonWriter json;
    json.object()
        .text("link", fmt::format("{}{}.{}", kPreviewPath, claim, crypto::keyed_hash(claim, preview_key_)))
        .text("ends", to_iso8601(ends));
    return json_reply(json);
}

Reply Desk::preview(const serve::Request& request) {
    Reply gone;
    gone.status = 404;
    gone.type = "text/plain; charset=utf-8";
    gone.body = "انتهت مدة هذا الرابط، أو لا وجود له.\n";
    const auto token = request.capture("token");
    const auto first = token.find('.'), last = token.rfind('.');
    if (last == token.npos || last <= first) return gone;
    const auto claim = token.substr(0, last);
    const bool ours = crypto::equal(token.substr(last + 1), crypto::keyed_hash(claim, preview_key_));
    const auto id = number_from(claim.substr(0, first)), ends = number_from(claim.substr(first + 1));
    if (!ours || !id || !ends || to_unix(now()) >= *ends || !options_.preview) return gone;
    try {
        auto snapshot = take(store_.snapshot());
        auto story = take(snapshot->story(story::StoryId{*id}), "story");
        if (const auto copy = take(snapshot->working_copy(story.id)))
            read_content(Fields::parse(copy->content), story, *snapshot, named_people(*snapshot));
        Reply reply;
        reply.body = take(options_.preview(story));
        return reply;
    } catch (const Problem&) {
        return gone;
    }
}

}  // namespace warraq::desk
