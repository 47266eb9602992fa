// Search over posts and pages.
#include "base/utf8.h"
#include "site/api/wordpress/collections.h"

namespace warraq::site::wordpress {

using serve::Reply;

std::vector<story::StoryId> search_for(const Call& call, const std::string& words) {
    std::vector<story::StoryId> ids;
    auto found =
        call.context.site.index.search({.query = search::parse_query(words), .limit = search::kDeepest});
    if (!found) throw Refusal{503, "warraq_unavailable", "The search index is being made."};
    for (const search::Hit& hit : found->hits) ids.push_back(hit.story);
    return ids;
}

Reply search_results(Call& call) {
    const auto part = list_part_of(call.parameters, "desc");
    const auto words = call.parameters.text("search");
    const auto subtype = call.parameters.one_of("subtype", "any", {"any", "post", "page"});
    call.parameters.one_of("type", "post", {"post"});
    std::vector<story::Card> cards;
    if (!utf8::trim(words).empty())
        for (const story::StoryId id : search_for(call, words)) {
            auto card = value_or_throw(call.reader.card(id));
            if (!card) continue;
            if (subtype != "any" && (subtype == "page") == card->page_path.empty()) continue;
            cards.push_back(std::move(*card));
        }
    return call.slice_of(cards, part, [&](const story::Card& card) {
        const auto* section = story::find_section(call.sections, card.section);
        return section ? call.writer.found(card, *section) : Json::object();
    });
}

}  // namespace warraq::site::wordpress
