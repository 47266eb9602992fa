// Pictures for shares, of a story and of the site.
#include "site/feeds/share.h"

#include <fmt/format.h>

#include "serve/cache/assets.h"
#include "site/pages/find_story.h"
#include "site/reply.h"

namespace warraq::site {

using serve::Reply;

namespace {

Result<Reply> png_reply(Result<std::string> png, std::string tag) {
    if (!png) return fail(png.error());
    Reply reply;
    reply.type = "image/png";
    reply.body = std::move(*png);
    reply.cache_control = serve::kForever;
    reply.tags = {std::move(tag)};
    return reply;
}

}  // namespace

Result<Reply> share_picture(Context& context) {
    const press::Press& press = context.site.press;
    const std::string& path = context.request.path;
    const std::string_view file = context.request.capture("file");
    const std::string_view id = file.substr(0, file.find('-'));
    if (id == "site") {
        const auto address = press.share_address();
        if (address != path) return redirect(301, address);
        return png_reply(press.share_png(), {});
    }
    return context.read([&](ReadContext& read) -> Result<Reply> {
        auto found = find_story(read, id);
        if (!found) return fail(found.error());
        if (!found->story) return not_found("the story was withdrawn");
        const story::Story& story = *found->story;
        const auto address = press.share_address(story, *found->section);
        if (address != path) return redirect(301, address);
        return png_reply(press.share_png(story, *found->section), fmt::format("story:{}", story.id.value));
    });
}

}  // namespace warraq::site
