#include "desk/preview_page.h"

#include <fmt/format.h>

#include "desk/auth/account_changes.h"
#include "desk/front/front_preview.h"
#include "desk/pictures/media.h"
#include "desk/preview_links.h"
#include "desk/reply.h"
#include "desk/settings/look_preview.h"
#include "desk/stories/story_preview.h"
#include "story/address.h"

namespace warraq::desk {

using serve::Reply;

namespace {

constexpr std::string_view kMediaPreview = "media-";

struct PreviewKind {
    std::string_view prefix;
    Permission needs;  // of its maker, beside what `show` asks for
    Reply (*show)(const DeskContext&, std::string_view what, const story::User& maker);
};
constexpr PreviewKind kPages[] = {
    {kStoryPreview, Permission::None, story_preview},
    {kFrontPreview, Permission::ArrangeFront, front_preview},
    {kLookPreview, Permission::ManageSite, look_preview},
};

// A page whose files are seen by who has its link, for as long; those among them that its maker may see.
Reply with_its_files(const DeskContext& desk, Reply page, const PreviewMaker& maker, Instant ends) {
    auto files = desk.newsroom.read(maker.user);
    page.body = with_media_at(page.body, [&](std::string_view name) {
        return files->may_see(name)
                   ? desk.previews.address(maker, fmt::format("{}{}", kMediaPreview, name), ends)
                   : story::media_address(name);
    });
    return page;
}

// What its maker may see by now, and nothing once they may not come in.
Reply preview_of(const DeskContext& desk, std::string_view what, const PreviewMaker& maker, Instant ends) {
    const story::User& user = maker.user;
    if (user.disabled) throw Problem::not_there("preview");
    if (what.starts_with(kMediaPreview)) return media_reply(desk, what.substr(kMediaPreview.size()), user);
    for (const PreviewKind& kind : kPages)
        if (what.starts_with(kind.prefix) && (kind.needs == Permission::None || may(user.role, kind.needs)))
            return with_its_files(desk, kind.show(desk, what.substr(kind.prefix.size()), user), maker, ends);
    throw Problem::not_there("preview");
}

}  // namespace

Reply preview_page(const DeskContext& desk, const serve::Request& request) {
    Reply gone;
    gone.status = 404;
    gone.type = "text/plain; charset=utf-8";
    gone.body = "انتهت مدة هذا الرابط، أو لا وجود له.\n";
    const auto token = PreviewToken::from(request.capture("token"));
    if (!token || now() >= token->ends) return gone;
    try {
        auto reader = value_or_throw(desk.store.snapshot());
        PreviewMaker maker;
        maker.user = value_or_throw(reader->user(token->maker), "user");
        maker.factors = factors_of(*reader, maker.user);
        reader.reset();  // what is shown takes one of its own
        if (!desk.previews.is_signed_by(*token, maker)) return gone;
        return preview_of(desk, token->what, maker, token->ends);
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
