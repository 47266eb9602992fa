// The front page: what editors placed at its top, the latest, a river for each section, the most read.
#include <algorithm>
#include <fmt/format.h>
#include <unordered_set>

#include "press/api.h"
#include "site/reader_site.h"
#include "store/front_top.h"

namespace warraq::site {

using serve::Reply;
using serve::Request;
using story::Card;

namespace {

constexpr std::size_t kHeadlines = 8;
constexpr int kRiver = 4;
constexpr std::size_t kMostRead = 5;
constexpr std::size_t kLeastMostRead = 3;  // fewer are no ranking yet

// Of the latest: what is older is breaking no more.
std::optional<Card> newest_breaking(const std::vector<Card>& latest) {
    const auto breaking = std::find_if(latest.begin(), latest.end(), [](const Card& card) {
        return card.urgency == story::Urgency::Breaking;
    });
    return breaking == latest.end() ? std::nullopt : std::optional(*breaking);
}

}  // namespace

Result<ReaderSite::FrontParts> ReaderSite::front_parts(store::PublicReader& reader,
                                                       std::span<const story::FrontPlace> places) {
    FrontParts parts;
    auto sections = reader.sections();
    if (!sections) return fail(sections.error());
    parts.sections = std::move(*sections);
    auto latest = reader.cards({.limit = store::kFrontLatest});
    if (!latest) return fail(latest.error());
    auto top = store::front_top(reader, places, *latest, now());
    if (!top) return fail(top.error());

    press::FrontPage& front = parts.front;
    front.sections = parts.sections;
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
    for (const story::Section& section : parts.sections) {
        if (section.parent) continue;
        auto cards = reader.cards({.section = section.id, .limit = kRiver + story::kFrontPlaces});
        if (!cards) return fail(cards.error());
        std::erase_if(*cards, [&](const Card& card) { return shown.contains(card.id); });
        cards->resize(std::min<std::size_t>(cards->size(), kRiver));
        tag_cards(parts.tags, *cards);
        front.rivers.push_back({section, std::move(*cards)});
    }
    const MostRead::Ranks ranks = most_read_.ranks();
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

Reply ReaderSite::front_page(const Request& request) {
    if (!request.query.empty()) return old_question(request);
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    auto places = (*snapshot)->front_places();
    if (!places) return failed(places.error());
    auto parts = front_parts(**snapshot, *places);
    if (!parts) return failed(parts.error());
    Reply reply = page(press_.front_page(parts->front));
    reply.tags.push_back("front");
    reply.tags.insert(reply.tags.end(), parts->tags.begin(), parts->tags.end());
    // No Last-Modified: what editors place, name or order leaves no time of its own. Its ETag tells all.
    return reply;
}

Result<std::string> ReaderSite::preview_front(std::span<const story::FrontPlace> places) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto parts = front_parts(**snapshot, places);
    if (!parts) return fail(parts.error());
    parts->front.preview = true;
    return press_.front_page(parts->front);
}

Result<void> ReaderSite::tell_breaking(store::PublicReader& reader) {
    auto sections = reader.sections();
    if (!sections) return fail(sections.error());
    auto latest = reader.cards({.limit = store::kFrontLatest});
    if (!latest) return fail(latest.error());
    breaking_->publish(press::api::breaking(newest_breaking(*latest), *sections));
    return {};
}

Reply ReaderSite::breaking(const Request&) {
    Reply reply;
    reply.type = "text/event-stream";
    return reply;
}

}  // namespace warraq::site
