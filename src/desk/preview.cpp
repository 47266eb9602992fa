// What readers do not see yet, as they would see it: by a secret link that ends by itself, for whoever is
// asked to look, signed in or not.
#include <fmt/format.h>

#include "base/number.h"
#include "desk/desk.h"
#include "desk/media.h"
#include "desk/story_json.h"

namespace warraq::desk {

using serve::Reply;

namespace {

constexpr std::string_view kStoryPreview = "story-", kMediaPreview = "media-";

}  // namespace

// "story-12.1795512345.0f3c…": what is shown, the end of the link, its signature.
std::string Desk::preview_address(std::string_view what, Instant ends) const {
    const std::string claim = fmt::format("{}.{}", what, to_unix(ends));
    return fmt::format("{}{}.{}", kPreviewPath, claim, crypto::keyed_hash(claim, preview_key_));
}

Reply Desk::preview_link(std::string_view what, std::chrono::hours life) const {
    const Instant ends = now() + life;
    JsonWriter json;
    json.object().text("link", preview_address(what, ends)).text("ends", to_iso8601(ends));
    return json_reply(json);
}

// A page whose files are seen by who has its link, for as long.
Reply Desk::with_its_files(Reply page, Instant ends) const {
    page.body = with_media_at(page.body, [&](std::string_view name) {
        return preview_address(fmt::format("{}{}", kMediaPreview, name), ends);
    });
    return page;
}

Reply Desk::page_reply(std::string html) const {
    Reply reply;
    reply.body = std::move(html);
    reply.security_headers = options_.security_headers;
    return reply;
}

Reply Desk::make_preview(const Call& call) {
    auto snapshot = take(store_.snapshot());
    const auto story = readable(*snapshot, call);
    return preview_link(fmt::format("{}{}", kStoryPreview, story.id.value), kStoryLife);
}

Reply Desk::preview_story(std::string_view id) const {
    auto snapshot = take(store_.snapshot());
    auto story = take(snapshot->story(story::StoryId{number_from(id).value_or(0)}), "story");
    if (const auto copy = take(snapshot->working_copy(story.id)))
        read_content(Fields::parse(copy->content), story, *snapshot, named_people(*snapshot));
    snapshot.reset();  // the page takes one of its own
    return page_reply(take(options_.preview(story)));
}

Reply Desk::preview(const serve::Request& request) {
    Reply gone;
    gone.status = 404;
    gone.type = "text/plain; charset=utf-8";
    gone.body = "انتهت مدة هذا الرابط، أو لا وجود له.\n";
    const auto token = request.capture("token");
    const auto last = token.rfind('.');
    if (last == token.npos) return gone;
    const auto claim = token.substr(0, last);
    const auto first = claim.rfind('.');
    if (first == claim.npos) return gone;
    const auto what = claim.substr(0, first);
    const bool ours = crypto::equal(token.substr(last + 1), crypto::keyed_hash(claim, preview_key_));
    const auto ends = number_from(claim.substr(first + 1));
    if (!ours || !ends || to_unix(now()) >= *ends) return gone;
    try {
        if (what.starts_with(kMediaPreview))
            return media_reply(options_.media, what.substr(kMediaPreview.size()), *options_.settings());
        const auto page = [&] {
            if (what.starts_with(kFrontPreview)) return preview_front(what.substr(kFrontPreview.size()));
            if (what.starts_with(kLookPreview)) return preview_look(what.substr(kLookPreview.size()));
            return preview_story(what.substr(kStoryPreview.size()));
        };
        return with_its_files(page(), from_unix(*ends));
    } catch (const Problem& problem) {
        if (problem.status() != 503) return gone;
        Reply later = gone;
        later.status = 503;
        later.body = "تعذّر عرض هذه الصفحة الآن. حاول بعد لحظات.\n";
        later.headers.push_back(retry_after());
        return later;
    }
}

}  // namespace warraq::desk
