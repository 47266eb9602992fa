// The page of what is read most.
#include "site/pages/most_read_page.h"

#include "site/pages/page_tags.h"
#include "store/public_cards.h"

namespace warraq::site {

Result<serve::Reply> most_read_page(ReadContext& context) {
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    auto most = most_read_cards(context);
    if (!most) return fail(most.error());
    serve::Reply reply = context.page(context.site.press.most_read_page(*sections, *most));
    tag_most_read(reply.tags, *most);
    return reply;
}

Result<press::MostRead> most_read_cards(ReadContext& context) {
    const MostRead::Ranks ranks = context.site.most_read.ranks();
    press::MostRead most;
    for (const auto& [period, cards] :
         {std::pair(Period::Hour, &most.hour), std::pair(Period::Day, &most.day),
          std::pair(Period::Week, &most.week)}) {
        auto read = store::public_cards(context.reader, ranks.stories[static_cast<std::size_t>(period)],
                                        MostRead::kStories);
        if (!read) return fail(read.error());
        *cards = std::move(*read);
    }
    return most;
}

void tag_most_read(std::vector<std::string>& tags, const press::MostRead& most) {
    tags.emplace_back(kMostReadTag);
    for (const auto* cards : {&most.hour, &most.day, &most.week}) tag_cards(tags, *cards);
}

}  // namespace warraq::site
