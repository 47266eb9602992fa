// What readers do not see yet, as they would see it: by a secret link that ends by itself, for whoever is
// asked to look, signed in or not.
#include <fmt/format.h>

#include "base/number.h"
#include "desk/desk.h"
#include "desk/media.h"
#include "desk/story_json.h"
#include "story/address.h"

namespace warraq::desk {

using serve::Reply;

namespace {

constexpr std::string_view kStoryPreview = "story-", kMediaPreview = "media-";

}  // namespace

// "story-12-7.1795512345.0f3c…": what is shown (story 12, as user 7 may see it), the end of the link, its
// signature.
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

// A page whose files are seen by who has its link, for as long; those among them that `shown` holds of.
Reply Desk::with_its_files(Reply page, Instant ends,
                           const std::function<bool(std::string_view name)>& shown) const {
    page.body = with_media_at(page.body, [&](std::string_view name) {
        return shown(name) ? preview_address(fmt::format("{}{}", kMediaPreview, name), ends)
                           : story::media_address(name);
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
    const auto& user = call.visitor().user;
    const auto story = newsroom_.read(user)->story({call.number("id")});
    return preview_link(fmt::format("{}{}-{}", kStoryPreview, story.id.value, user.id.value), kStoryLife);
}

// `what`: the story's number and that of whoever made the link, which shows what they may read by now, and
// nothing once they may not come in.
Reply Desk::preview_story(std::string_view what, Instant ends) const {
    const auto dash = what.find('-');
    if (dash == what.npos) throw Problem::not_there("preview");
    const story::StoryId id{number_from(what.substr(0, dash)).value_or(0)};
    const story::UserId maker{number_from(what.substr(dash + 1)).value_or(0)};
    const auto user = take(take(store_.snapshot())->user(maker), "user");
    if (user.disabled) throw Problem::not_there("preview");
    auto reader = newsroom_.read(user);
    auto story = reader->story(id);
    if (const auto copy = reader->working_copy(story))
        read_content(Fields::parse(copy->content), story, *reader, named_people(*reader));
    reader.reset();  // the page takes one of its own
    auto page = page_reply(take(options_.preview(story)));
    const auto files = newsroom_.read(user);
    return with_its_files(std::move(page), ends, [&](std::string_view name) { return files->may_see(name); });
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
        if (what.starts_with(kStoryPreview))
            return preview_story(what.substr(kStoryPreview.size()), from_unix(*ends));
        // What readers see, and a look that its maker chose.
        return with_its_files(what.starts_with(kFrontPreview)
                                  ? preview_front(what.substr(kFrontPreview.size()))
                                  : preview_look(what.substr(kLookPreview.size())),
                              from_unix(*ends), [](std::string_view) { return true; });
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
