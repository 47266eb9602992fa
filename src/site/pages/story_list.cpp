// The pages that list stories: sections, authors, topics, the most read.
#include <algorithm>
#include <fmt/format.h>

#include "site/reader_site.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;
using serve::Request;
using story::Card;

namespace {

constexpr int kListPage = 20;
}  // namespace

void tag_cards(std::vector<std::string>& tags, std::span<const Card> cards) {
    for (const Card& card : cards) tags.push_back(fmt::format("story:{}", card.id.value));
}

void tag_most_read(std::vector<std::string>& tags, const press::MostRead& most) {
    tags.emplace_back(kMostReadTag);
    for (const auto* cards : {&most.hour, &most.day, &most.week}) tag_cards(tags, *cards);
}

Instant newest_update(std::span<const Card> cards) {
    Instant newest{};
    for (const Card& card : cards) newest = std::max({newest, card.updated, card.published});
    return newest;
}

struct ReaderSite::ListPlace {
    store::CardQuery query;
    std::string address;  // of the first page
    std::string title, about;
    const story::Section* section = nullptr;
    std::string tag;
    std::vector<story::Section> sections;
};

Reply ReaderSite::most_read_page(const Request&) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    auto sections = (*snapshot)->sections();
    if (!sections) return failed(sections.error());
    auto most = most_read_cards(**snapshot);
    if (!most) return failed(most.error());
    Reply reply = page(press_.most_read_page(*sections, *most));
    tag_most_read(reply.tags, *most);
    return reply;
}

Result<press::MostRead> ReaderSite::most_read_cards(store::PublicReader& reader) {
    const MostRead::Ranks ranks = most_read_.ranks();
    press::MostRead most;
    for (const auto& [period, cards] :
         {std::pair(Period::Hour, &most.hour), std::pair(Period::Day, &most.day),
          std::pair(Period::Week, &most.week)}) {
        auto read =
            store::public_cards(reader, ranks.stories[static_cast<std::size_t>(period)], MostRead::kStories);
        if (!read) return fail(read.error());
        *cards = std::move(*read);
    }
    return most;
}

Reply ReaderSite::section_page(const Request& request) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    store::PublicReader& reader = **snapshot;
    auto sections = reader.sections();
    if (!sections) return failed(sections.error());
    const auto section = std::find_if(sections->begin(), sections->end(), [&](const story::Section& s) {
        return s.slug == request.capture("section");
    });
    if (section == sections->end()) return not_found();
    const auto known = *section;
    return story_list_page(reader, request,
                           {{.section = known.id},
                            story::address_of(known),
                            known.name,
                            {},
                            &known,
                            fmt::format("section:{}", known.id.value),
                            std::move(*sections)});
}

Reply ReaderSite::author_page(const Request& request) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    store::PublicReader& reader = **snapshot;
    auto sections = reader.sections();
    if (!sections) return failed(sections.error());
    auto person = reader.person(request.capture("slug"));
    if (!person) return failed(person.error());
    if (!*person) return not_found();
    const story::Person& author = **person;
    return story_list_page(reader, request,
                           {{.person = author.id},
                            story::address_of(author),
                            author.name,
                            author.about,
                            nullptr,
                            fmt::format("person:{}", author.id.value),
                            std::move(*sections)});
}

Reply ReaderSite::topic_page(const Request& request) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    store::PublicReader& reader = **snapshot;
    auto found = reader.topic(request.capture("slug"));
    if (!found) return failed(found.error());
    if (!*found || !settings::has_page(**found, settings_)) return not_found();
    const story::Topic& topic = **found;
    if (topic.slug != request.capture("slug"))
        return redirect(301, story::address_of(topic));  // merged into it
    auto sections = reader.sections();
    if (!sections) return failed(sections.error());
    return story_list_page(reader, request,
                           {{.topic = topic.id},
                            story::address_of(topic),
                            topic.name,
                            press_.topic_introduction(topic),
                            nullptr,
                            fmt::format("topic:{}", topic.id.value),
                            std::move(*sections)});
}

// What was published in a year, a month, on a day: «/archive/2018/02/05».
Reply ReaderSite::archive_page(const Request& request) {
    const auto part = [&](const char* name, int otherwise) {
        const auto text = request.capture(name);
        if (text.empty()) return otherwise;
        const auto number = number_from(text.starts_with('0') ? text.substr(1) : text);
        return number && *number < 10'000 ? static_cast<int>(*number) : 0;
    };
    const int year = part("year", 0), month = part("month", 1), day = part("day", 1);
    const press::Calendar& calendar = press_.calendar();
    const auto from = year < 1970 ? std::nullopt : calendar.day(year, month, day);
    if (!from) return not_found();
    const bool of_day = !request.capture("day").empty(), of_month = !request.capture("month").empty();
    std::string address = fmt::format("/archive/{}", year), title = calendar.year(year);
    std::optional<Instant> until;
    if (of_day) {
        address += fmt::format("/{:02}/{:02}", month, day);
        title = calendar.date(*from);
        until = calendar.day(year, month, day + 1);
    } else if (of_month) {
        address += fmt::format("/{:02}", month);
        title = calendar.month(*from);
    }
    if (!until && of_month) until = month == 12 ? calendar.day(year + 1) : calendar.day(year, month + 1);
    if (!until) until = calendar.day(year + 1);
    if (address != request.path) return redirect(301, address);
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    auto sections = (*snapshot)->sections();
    if (!sections) return failed(sections.error());
    return story_list_page(**snapshot, request,
                           {{.period = store::CardQuery::Period{*from, *until}},
                            address,
                            "أخبار " + title,
                            {},
                            nullptr,
                            "front",
                            std::move(*sections)});
}

bool read_place(const Request& request, store::CardQuery& query) {
    const auto before = request.parameter("before"), after = request.parameter("after");
    if (before.empty() && after.empty()) return true;
    const auto mark = number_from(before.empty() ? after : before);
    if (mark) (before.empty() ? query.newer_than : query.older_than) = {*mark};
    return mark.has_value();
}

void tag_place(std::vector<std::string>& tags, const store::CardQuery& query) {
    for (const story::StoryId mark : {query.older_than, query.newer_than})
        if (mark) tags.push_back(fmt::format("story:{}", mark.value));
}

Result<ListPage> read_list_page(store::PublicReader& reader, store::CardQuery query) {
    const auto limit =
        static_cast<std::size_t>(query.limit++);  // one more tells whether there is a next page
    auto cards = reader.cards(query);
    if (!cards) return fail(cards.error());
    const bool more = cards->size() > limit;
    if (more) cards->erase(query.newer_than ? cards->begin() : std::prev(cards->end()));
    return ListPage{std::move(*cards), more};
}

Reply ReaderSite::story_list_page(store::PublicReader& reader, const Request& request, ListPlace place) {
    if (!read_place(request, place.query)) return not_found();
    place.query.limit = kListPage;
    auto listed_page = read_list_page(reader, place.query);
    if (!listed_page) return failed(listed_page.error());
    const auto& [cards, more] = *listed_page;
    // Fewer than a page above: that is where the first page is.
    if (place.query.newer_than && !more) return redirect(303, place.address);
    const bool first = !place.query.older_than && !place.query.newer_than;
    if (cards.empty() && !first) return not_found();

    press::StoryListPage river{.sections = place.sections,
                               .title = place.title,
                               .about = place.about,
                               .address = place.address,
                               .feed = place.query.period ? "/" : place.address,
                               .first = first,
                               .cards = cards,
                               .older = {},
                               .newer = {},
                               .section = place.section};
    if (place.query.older_than) river.address += fmt::format("?before={}", place.query.older_than.value);
    if (place.query.newer_than) river.address += fmt::format("?after={}", place.query.newer_than.value);
    if (more || place.query.newer_than)
        river.older = fmt::format("{}?before={}", place.address, cards.back().id.value);
    if (!first) river.newer = fmt::format("{}?after={}", place.address, cards.front().id.value);
    Reply reply = page(press_.story_list_page(river));
    reply.tags.push_back(place.tag);
    tag_place(reply.tags, place.query);
    tag_cards(reply.tags, cards);
    if (!cards.empty()) reply.last_modified = newest_update(cards);
    return reply;
}

}  // namespace warraq::site
