// What a search that is still being typed may become.
#include "site/pages/suggestions.h"

#include "base/json_writer.h"
#include "base/percent.h"
#include "site/pages/search_limit.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;

namespace {

constexpr int kSuggested = 5;

Result<Reply> suggest(ReadContext& context) {
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    Reply reply;
    reply.type = "application/json; charset=utf-8";
    reply.cache_control = private_cache_control(context);
    const auto found = context.site.index.suggest(context.request.parameter("q"), kSuggested);
    JsonWriter json;
    json.object().array("queries");
    if (found)
        for (const std::string& query : found->queries) json.text(query);
    json.end().array("stories");
    if (found)
        for (const search::Hit& hit : found->stories) {
            auto card = context.reader.card(hit.story);
            if (!card || !*card) continue;
            const story::Section* section = story::find_section(*sections, (*card)->section);
            if (!section) continue;
            json.object().text("headline", (*card)->headline);
            json.text("url", percent::encode_address(story::address_of(**card, *section))).end();
        }
    reply.body = json.take();
    return reply;
}

}  // namespace

Result<Reply> search_suggestions(Context& context) {
    if (searches_too_often(context.site.suggestion_limiter, context.request)) return searched_too_often();
    return context.read(suggest);
}

}  // namespace warraq::site
