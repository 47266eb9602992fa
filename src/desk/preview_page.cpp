// What readers do not see yet, as they would see it: by a secret link that ends by itself, for whoever is
// asked to look, signed in or not.
#include <algorithm>
#include <fmt/format.h>

#include "base/number.h"
#include "desk/auth/account_changes.h"
#include "desk/desk.h"
#include "desk/pictures/media.h"
#include "desk/stories/story_json.h"
#include "story/address.h"

namespace warraq::desk {

using serve::Reply;

namespace {

constexpr std::string_view kStoryPreview = "story-", kMediaPreview = "media-";

}  // namespace

std::string Desk::preview_signature(std::string_view claim, std::string_view factors) const {
    return crypto::keyed_hash(fmt::format("{}\n{}", claim, factors), preview_key_);
}

// "7-story-12.1795512345.0f3c…": who made the link (user 7), what is shown (story 12, as they may see it by
// now), the end of the link, its signature.
std::string Desk::preview_address(const PreviewMaker& maker, std::string_view what, Instant ends) const {
    const std::string claim = fmt::format("{}-{}.{}", maker.user.id.value, what, to_unix(ends));
    return fmt::format("{}{}.{}", kPreviewPath, claim, preview_signature(claim, maker.factors));
}

Reply Desk::preview_link(const Call& call, std::string_view what, std::chrono::hours life) const {
    const Instant ends = now() + life;
    JsonWriter json;
    json.object()
        .text("link", preview_address({call.visitor().user, call.visitor().factors}, what, ends))
        .text("ends", to_iso8601(ends));
    return json_reply(json);
}

// A page whose files are seen by who has its link, for as long; those among them that its maker may see.
Reply Desk::with_its_files(Reply page, const PreviewMaker& maker, Instant ends) const {
    auto files = newsroom_.read(maker.user);
    page.body = with_media_at(page.body, [&](std::string_view name) {
        return files->may_see(name) ? preview_address(maker, fmt::format("{}{}", kMediaPreview, name), ends)
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
    const auto story = newsroom_.read(call.visitor().user)->story({call.number("id")});
    return preview_link(call, fmt::format("{}{}", kStoryPreview, story.id.value), kStoryLife);
}

Reply Desk::preview_story(std::string_view number, const story::User& maker) const {
    auto reader = newsroom_.read(maker);
    auto story = reader->story({number_from(number).value_or(0)});
    if (const auto copy = reader->working_copy(story))
        read_content(Fields::parse(copy->content), story, *reader, named_people(*reader));
    reader.reset();  // the page takes one of its own
    return page_reply(value_or_throw(options_.preview(story)));
}

Reply Desk::preview_media(std::string_view name, const story::User& maker) const {
    if (!newsroom_.read(maker)->may_see(name)) throw Problem::hidden("file");
    return media_reply(options_.media, name, *options_.settings());
}

// What its maker may see by now, and nothing once they may not come in.
Reply Desk::preview_of(std::string_view what, const PreviewMaker& maker, Instant ends) const {
    const story::User& user = maker.user;
    if (user.disabled) throw Problem::not_there("preview");
    const auto is = [&](std::string_view kind) { return what.starts_with(kind); };
    if (is(kMediaPreview)) return preview_media(what.substr(kMediaPreview.size()), user);
    if (is(kStoryPreview))
        return with_its_files(preview_story(what.substr(kStoryPreview.size()), user), maker, ends);
    if (is(kFrontPreview) && may(user.role, Permission::ArrangeFront))
        return with_its_files(preview_front(what.substr(kFrontPreview.size())), maker, ends);
    if (is(kLookPreview) && may(user.role, Permission::ManageSite))
        return with_its_files(preview_look(what.substr(kLookPreview.size())), maker, ends);
    throw Problem::not_there("preview");
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
    const auto ends = number_from(claim.substr(first + 1));
    const auto dash = std::min(claim.find('-'), first);
    const auto what = claim.substr(dash, first - dash);  // with its dash
    if (!ends || to_unix(now()) >= *ends || what.empty()) return gone;
    try {
        auto reader = value_or_throw(store_.snapshot());
        PreviewMaker maker;
        maker.user = value_or_throw(reader->user({number_from(claim.substr(0, dash)).value_or(0)}), "user");
        maker.factors = factors_of(*reader, maker.user);
        reader.reset();  // what is shown takes one of its own
        if (!crypto::equal(token.substr(last + 1), preview_signature(claim, maker.factors))) return gone;
        return preview_of(what.substr(1), maker, from_unix(*ends));
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
