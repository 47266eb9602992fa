// Files of public stories, and the newsroom's logo.
#include "site/service/media.h"

#include <fmt/format.h>

#include "serve/cache/assets.h"
#include "serve/http/file_reply.h"
#include "settings/security_headers.h"
#include "story/address.h"

namespace warraq::site {
namespace {

// What the file is shown by. Error: NotFound where that is nothing public.
Result<std::string> tag_of(Context& context, const std::string& file) {
    const std::string& logo = context.site.settings.publication.logo;
    if (!logo.empty() && story::whole_picture(file) == story::whole_picture(logo)) return "theme";
    auto shown = context.read([&](ReadContext& read) { return read.reader.shown_by(file); });
    if (!shown) return fail(shown.error());
    if (!*shown) return not_found("no public story shows that file");
    return fmt::format("story:{}", (*shown)->value);  // when it changes, another one is looked for
}

}  // namespace

Result<serve::Reply> media_file(Context& context) {
    const std::string file(context.request.capture("name"));
    if (!serve::is_file_name(file)) return not_found("not a file's name");
    auto tag = tag_of(context, file);
    if (!tag) return fail(tag.error());
    const auto kept = context.site.media.find(file);
    if (!kept) return fail(kept.error());
    auto reply = serve::file_reply(kept->path, kept->size);
    if (!reply) return reply;
    reply->security_headers = settings::security_headers(settings::kFilePolicy, context.site.settings);
    reply->cache_control = serve::kForever;
    reply->tags = {"media:" + file, std::move(*tag)};
    return reply;
}

}  // namespace warraq::site
