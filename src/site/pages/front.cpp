// The front page: what editors placed at its top, the latest, a list for each section, the most read.
#include "site/pages/front.h"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_set>

#include "press/api.h"
#include "site/pages/old_addresses.h"
#include "site/pages/page_tags.h"
#include "store/front_top.h"
#include "store/public_cards.h"

namespace warraq::site {

using serve::Reply;
using story::Card;

namespace {

constexpr std::size_t kHeadlines = 8;
constexpr int kOfASection = 4;
constexpr std::size_t kMostRead = 5;
constexpr std::size_t kLeastMostRead = 3;  // fewer are no ranking yet

// Among the latest: an older story is not breaking any more.
std::optional<Card> newest_breaking(const std::vector<Card>& latest) {
    const auto breaking = std::find_if(latest.begin(), latest.end(), [](const Card& card) {
        return card.urgency == story::Urgency::Breaking;
    });
    return breaking == latest.end() ? std::nullopt : std::optional(*breaking);
}

// All that the front page shows. Refers to the sections of the context.
struct FrontParts {
    press::FrontPage front;
    std::vector<std::string> tags;
};

Result<FrontParts> front_parts(ReadContext& context, std::span<const story::FrontPlace> places) {
    FrontParts parts;
    store::PublicReader& reader = context.reader;
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    auto latest = reader.cards({.limit = store::kFrontLatest});
    if (!latest) return fail(latest.error());
    auto top = store::front_top(reader, places, *latest, now());
    if (!top) return fail(top.error());

    press::FrontPage& front = parts.front;
    front.sections = *sections;
    front.breaking = newest_breaking(*latest);
    std::unordered_set<story::StoryId> shown;
    for (story::TopStory& one : *top) {
        shown.insert(one.card.id);
        front.top.push_back(std::move(one.card));
    }
    for (const Card& card : *latest)
        if (front.latest.size() < kHeadlines && !shown.contains(card.id)) front.latest.push_back(card);
    tag_cards(parts.tags, *latest);
    tag_cards(parts.tags, front.top);
    for (const story::Section& section : *sections) {
        if (section.parent) continue;
        auto cards = reader.cards({.section = section.id, .limit = kOfASection + story::kFrontPlaces});
        if (!cards) return fail(cards.error());
        std::erase_if(*cards, [&](const Card& card) { return shown.contains(card.id); });
        cards->resize(std::min<std::size_t>(cards->size(), kOfASection));
        tag_cards(parts.tags, *cards);
        front.rivers.push_back({section, std::move(*cards)});
    }
    const MostRead::Ranks ranks = context.site.most_read.ranks();
    for (const Period period : {Period::Day, Period::Week}) {
        if (front.most_read.size() >= kLeastMostRead) break;
        auto cards = store::public_cards(reader, ranks.stories[static_cast<std::size_t>(period)], kMostRead);
        if (!cards) return fail(cards.error());
        front.most_read = std::move(*cards);
    }
    if (front.most_read.size() < kLeastMostRead) front.most_read.clear();
    parts.tags.emplace_back(kMostReadTag);
    tag_cards(parts.tags, front.most_read);
    return parts;
}

Result<std::string> preview(ReadContext& context, std::span<const story::FrontPlace> places) {
    auto parts = front_parts(context, places);
    if (!parts) return fail(parts.error());
    parts->front.preview = true;
    return context.site.press.front_page(parts->front);
}

}  // namespace

Result<Reply> front_page(ReadContext& context) {
    if (!context.request.query.empty()) return old_query(context);
    auto places = context.reader.front_places();
    if (!places) return fail(places.error());
    auto parts = front_parts(context, *places);
    if (!parts) return fail(parts.error());
    Reply reply = context.page(context.site.press.front_page(parts->front));
    reply.tags.push_back("front");
    reply.tags.insert(reply.tags.end(), parts->tags.begin(), parts->tags.end());
    return reply;
}

Result<std::string> preview_front(SiteState& site, std::span<const story::FrontPlace> places) {
    return read(site, [&](ReadContext& context) { return preview(context, places); });
}

Result<std::string> preview_front(SiteState& site) {
    return read(site, [](ReadContext& context) -> Result<std::string> {
        auto places = context.reader.front_places();
        if (!places) return fail(places.error());
        return preview(context, *places);
    });
}

Result<Reply> breaking_news(Context&) {
    Reply reply;
    reply.type = "text/event-stream";
    return reply;
}

Result<void> publish_breaking(SiteState& site, store::PublicReader& reader) {
    auto sections = reader.sections();
    if (!sections) return fail(sections.error());
    auto latest = reader.cards({.limit = store::kFrontLatest});
    if (!latest) return fail(latest.error());
    site.breaking->publish(press::api::breaking(newest_breaking(*latest), *sections));
    return {};
}

}  // namespace warraq::site
