#include "desk/stories/story_json.h"

#include <algorithm>

#include "base/utf8.h"
#include "desk/pictures/media.h"
#include "story/address.h"

namespace warraq::desk {
namespace {

// Letters; the store's own limits, in bytes, stand behind them.
constexpr std::size_t kHeadline = 300, kLine = 200, kStandfirst = 1'500, kPoint = 500, kAddress = 2'000;
constexpr std::size_t kRelated = 20, kSections = 20, kPoints = 10, kBylines = 20, kSources = 20, kTags = 50;

std::string line(const Fields& from, std::string_view name, std::size_t most_letters) {
    std::string text = from.text_or(name, most_letters, "");
    std::replace(text.begin(), text.end(), '\n', ' ');
    return std::string(utf8::trim(text));
}

std::optional<story::Image> read_image(const Fields& content) {
    if (!content.has("lead_image")) return std::nullopt;
    const Fields image = content.object("lead_image");
    const std::string focus = image.text_or("focus", kLine, "");
    if (!focus.empty() && std::ranges::find(story::focuses(), focus) == story::focuses().end())
        throw Problem(422, "invalid", "lead_image.focus: there is no such place in a picture");
    return story::Image{image.text("media", kLine),
                        line(image, "alt", kStandfirst),
                        line(image, "caption", kStandfirst),
                        line(image, "credit", kLine),
                        static_cast<int>(std::clamp<std::int64_t>(image.number("width"), 1, 20'000)),
                        static_cast<int>(std::clamp<std::int64_t>(image.number("height"), 1, 20'000)),
                        focus};
}

// Those that are there still, once each. Among them, at their places, those of `before` that whoever asks may
// not know.
std::vector<story::StoryId> read_related(const Fields& content, std::string_view name,
                                         std::span<const story::StoryId> before, story::StoryId self,
                                         DeskReader& reader) {
    std::vector<story::StoryId> out;
    for (const std::int64_t number : content.numbers(name, kRelated)) {
        const story::StoryId id{number};
        if (id != self && std::ranges::find(out, id) == out.end() && reader.card(id)) out.push_back(id);
    }
    for (std::size_t place = 0; place < before.size(); ++place)
        if (!reader.card(before[place]))
            out.insert(out.begin() + static_cast<std::ptrdiff_t>(std::min(place, out.size())), before[place]);
    return out;
}

void read_also_in(const Fields& content, story::Story& story, DeskReader& reader) {
    story.also_in.clear();
    for (const std::string& slug : content.texts("also_in", kSections, kLine)) {
        const auto section = reader.section(slug);
        if (!section) throw Problem(422, "invalid", "also_in: there is no section " + slug);
        if (section->id != story.section &&
            std::ranges::find(story.also_in, section->id) == story.also_in.end())
            story.also_in.push_back(section->id);
    }
}

}  // namespace

void read_page(const Fields& content, story::Story& story, DeskReader& reader) {
    story.page_path = line(content, "page", kLine);
    if (story.page_path.empty()) return;
    if (!story::is_page_path(story.page_path))
        throw Problem(422, "page_address", "page: is no address that a page may have, /about or /about/us");
    const auto taken = reader.page(story.page_path);
    const auto first = std::string_view(story.page_path).substr(1, story.page_path.find('/', 1) - 1);
    const bool of_section = reader.section(std::string(first)).has_value();
    if ((taken && *taken != story.id) || of_section)
        throw Problem(422, "page_taken", "page: something else stands at this address");
}

void write_time(JsonWriter& json, std::string_view name, Instant at) {
    if (at == Instant{})
        json.null(name);
    else
        json.text(name, to_iso8601(at));
}

void write_image(JsonWriter& json, const story::Image& image) {
    json.text("media", image.media)
        .text("alt", image.alt)
        .text("caption", image.caption)
        .text("credit", image.credit)
        .number("width", image.width)
        .number("height", image.height);
}

void write_tags(JsonWriter& json, std::span<const story::Tag> tags) {
    json.array("tags");
    for (const story::Tag& tag : tags)
        json.object().text("name", tag.name).text("kind", story::to_string(tag.kind)).end();
    json.end();
}

void write_content(JsonWriter& json, const story::Story& story, std::span<const story::Section> sections) {
    const auto* section = story::find_section(sections, story.section);
    json.text("section", section ? section->slug : "")
        .text("kicker", story.kicker)
        .text("headline", story.headline)
        .text("standfirst", story.standfirst)
        .text("dateline", story.dateline)
        .text("urgency", story::to_string(story.urgency))
        .text("slug", story.slug == story::slug_of(story.headline) ? "" : story.slug)
        .text("search_headline", story.search_headline)
        .text("social_headline", story.social_headline)
        .text("page", story.page_path)
        .text("key_points_by", story.key_points_by == story::KeyPointsBy::Editor ? "editor" : "machine");
    json.array("key_points");
    for (const std::string& point : story.key_points) json.text(point);
    json.end().array("bylines");
    for (const story::Person& person : story.bylines) json.text(person.name);
    json.end().array("sources");
    for (const story::Source& source : story.sources)
        json.object().text("name", source.name).text("url", source.url).end();
    json.end().array("also_in");
    for (const story::SectionId other : story.also_in)
        if (const auto* known = story::find_section(sections, other)) json.text(known->slug);
    json.end();
    write_time(json, "embargo", story.embargo);
    for (const auto& [name, ids] : {std::pair("related_pinned", &story.related_pinned),
                                    std::pair("related_excluded", &story.related_excluded)}) {
        json.array(name);
        for (const story::StoryId id : *ids) json.number(id.value);
        json.end();
    }
    write_tags(json, story.tags);
    if (story.lead_image) {
        json.object("lead_image");
        write_image(json, *story.lead_image);
        json.text("focus", story.lead_image->focus).end();
    } else {
        json.null("lead_image");
    }
    json.json("body", story.body.to_json());
}

std::string content_json(const story::Story& story, std::span<const story::Section> sections) {
    JsonWriter json;
    json.object();
    write_content(json, story, sections);
    return json.take();
}

PersonFor kept_people(DeskWriter& writer) {
    return [&writer](const std::string& name) { return writer.person_for(name); };
}

PersonFor named_people(DeskReader& reader) {
    return [&reader](const std::string& name) {
        return reader.person_named(name).value_or(story::Person{{}, story::slug_of(name), name, {}});
    };
}

void read_content(const Fields& content, story::Story& story, DeskReader& reader,
                  const PersonFor& person_for) {
    const auto section = reader.section(content.text("section", kLine));
    if (!section) throw Problem(422, "invalid", "section: there is no such section");
    const auto urgency = story::urgency_from(content.text_or("urgency", kLine, "normal"));
    if (!urgency) throw Problem(422, "invalid", "urgency: is not normal, breaking or updating");
    story.section = section->id;
    story.urgency = *urgency;
    story.kicker = line(content, "kicker", kLine);
    story.headline = line(content, "headline", kHeadline);
    story.search_headline = line(content, "search_headline", kHeadline);
    story.social_headline = line(content, "social_headline", kHeadline);
    if (const auto slug = line(content, "slug", kLine); !slug.empty())
        story.slug = story::slug_of(slug);
    else if (story.published == Instant{} || story.status == story::Status::Scheduled)
        story.slug = story::slug_of(story.headline);  // never public yet: its address may follow
    // A content of before these were part of it leaves them as they are; an embargo is lifted by null alone.
    if (const auto names = content.names(); std::ranges::find(names, "embargo") != names.end())
        story.embargo =
            content.has("embargo") ? value_or_throw(from_iso8601(content.text("embargo", kLine))) : Instant{};
    if (content.has("also_in")) read_also_in(content, story, reader);
    if (content.has("page")) read_page(content, story, reader);
    if (content.has("related_pinned"))
        story.related_pinned =
            read_related(content, "related_pinned", story.related_pinned, story.id, reader);
    if (content.has("related_excluded"))
        story.related_excluded =
            read_related(content, "related_excluded", story.related_excluded, story.id, reader);
    story.standfirst = line(content, "standfirst", kStandfirst);
    story.dateline = line(content, "dateline", kLine);
    story.key_points.clear();
    for (const std::string& point : content.texts("key_points", kPoints, kPoint))
        if (const auto trimmed = utf8::trim(point); !trimmed.empty()) story.key_points.emplace_back(trimmed);
    story.key_points_by = content.text_or("key_points_by", kLine, "machine") == "editor"
                              ? story::KeyPointsBy::Editor
                              : story::KeyPointsBy::Machine;
    story.bylines.clear();
    for (const std::string& name : content.texts("bylines", kBylines, kLine))
        if (!utf8::trim(name).empty()) story.bylines.push_back(person_for(name));
    story.sources.clear();
    for (const Fields& source : content.objects("sources", kSources))
        if (auto name = line(source, "name", kLine); !name.empty()) {
            auto url = line(source, "url", kAddress);
            if (!url.empty() && !story::is_source_address(url))
                throw Problem(422, "invalid", "sources.url: is not an http or https address");
            story.sources.push_back({std::move(name), std::move(url)});
        }
    story.tags.clear();
    for (const Fields& tag : content.objects("tags", kTags)) {
        const auto kind = story::topic_kind_from(tag.text_or("kind", kLine, "topic"));
        if (!kind) throw Problem(422, "invalid", "tags: there is no such kind");
        auto name = line(tag, "name", kLine);
        const bool there = std::ranges::find(story.tags, name, &story::Tag::name) != story.tags.end();
        if (!name.empty() && !there) story.tags.push_back({std::move(name), *kind});
    }
    story.lead_image = read_image(content);
    story.body = value_or_throw(story::Body::from_json(content.json_of("body")));
}

void write_card(JsonWriter& json, const story::Card& card, std::span<const story::Section> sections) {
    const auto* section = story::find_section(sections, card.section);
    json.number("id", card.id.value)
        .text("status", story::to_string(card.status))
        .text("headline", card.headline)
        .text("section", section ? section->slug : "")
        .text("section_name", section ? section->name : "")
        .text("urgency", story::to_string(card.urgency))
        .text("page", card.page_path)
        .text("updated", to_iso8601(card.updated));
    write_time(json, "published", card.published);
    if (section && story::is_public(card.status))
        json.text("address", story::address_of(card, *section));
    else
        json.null("address");
    if (card.lead_image)
        json.text("picture", desk_thumbnail(*card.lead_image));
    else
        json.null("picture");
}

void write_cards(JsonWriter& json, std::string_view name, std::span<const story::Card> cards,
                 std::span<const story::Section> sections) {
    json.array(name);
    for (const story::Card& card : cards) {
        json.object();
        write_card(json, card, sections);
        json.end();
    }
    json.end();
}

}  // namespace warraq::desk
