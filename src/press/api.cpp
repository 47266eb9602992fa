#include "press/api.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "press/feeds.h"
#include "press/html.h"
#include "story/address.h"

namespace warraq::press::api {
namespace {

using story::address_of;
using story::Card;
using story::Section;

void write_section(JsonWriter& json, std::string_view name, const Publication& publication,
                   const Section& section) {
    json.object(name).text("slug", section.slug).text("name", section.name);
    json.text("url", absolute(publication, address_of(section))).end();
}

// Moments that are not there are null, so that each member always is.
void write_moment(JsonWriter& json, std::string_view name, Instant moment) {
    if (moment == Instant{})
        json.null(name);
    else
        json.text(name, to_iso8601(moment));
}

void write_image(JsonWriter& json, const Publication& publication, const story::Image& image) {
    json.object("image").text("url", absolute(publication, story::media_address(image.media)));
    json.text("alt", image.alt).text("caption", image.caption).text("credit", image.credit);
    json.number("width", image.width).number("height", image.height).end();
}

void write_card_members(JsonWriter& json, const Publication& publication, const Card& card,
                        const Section& section) {
    json.number("id", card.id.value).text("url", absolute(publication, address_of(card, section)));
    write_section(json, "section", publication, section);
    json.text("kicker", card.kicker).text("headline", card.headline).text("standfirst", card.standfirst);
    write_moment(json, "published", card.published);
    write_moment(json, "updated", std::max(card.updated, card.published));
    json.text("urgency", story::to_string(card.urgency));
    json.flag("corrected", card.status == story::Status::Corrected);
    if (card.lead_image)
        write_image(json, publication, *card.lead_image);
    else
        json.null("image");
}

void write_cards(JsonWriter& json, std::string_view name, const Publication& publication,
                 std::span<const Card> cards, std::span<const Section> sections) {
    json.array(name);
    for (const Card& card : cards)
        if (const Section* section = find_section(sections, card.section)) {
            json.object();
            write_card_members(json, publication, card, *section);
            json.end();
        }
    json.end();
}

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
    json.array(name);
    for (const std::string& text : texts) json.text(text);
    json.end();
}

void write_address(JsonWriter& json, const Publication& publication, std::string_view name,
                   const std::string& path) {
    if (path.empty())
        json.null(name);
    else
        json.text(name, absolute(publication, path));
}

void write_comment_members(JsonWriter& json, const Publication& publication, const story::Comment& comment) {
    json.number("id", comment.id.value);
    json.text("url", absolute(publication, fmt::format("/comments/{}", comment.id.value)));
    json.text("name", comment.name).text("text", comment.text);
    write_moment(json, "created", comment.created);
    write_moment(json, "edited", comment.edited.value_or(Instant{}));
}

}  // namespace

std::string site(const Publication& publication, std::span<const Section> sections) {
    JsonWriter json;
    json.object().text("name", publication.name).text("tagline", publication.tagline);
    json.text("description", publication.description).text("url", absolute(publication, "/"));
    json.text("locale", publication.locale).text("time_zone", publication.time_zone);
    json.array("sections");
    for (const Section& section : sections) write_section(json, {}, publication, section);
    return json.take();
}

std::string stories(const Publication& publication, const Stories& page) {
    JsonWriter json;
    json.object();
    write_cards(json, "stories", publication, page.cards, page.sections);
    write_address(json, publication, "older", page.older);
    write_address(json, publication, "newer", page.newer);
    return json.take();
}

std::string whole_story(const Publication& publication, const WholeStory& whole) {
    const story::Story& story = whole.story;
    JsonWriter json;
    json.object();
    write_card_members(json, publication, story, whole.section);
    json.text("language", story.language).text("dateline", story.dateline);
    write_texts(json, "key_points", story.key_points);
    json.text("key_points_by", story.key_points_by == story::KeyPointsBy::Editor ? "editor" : "machine");
    json.text("body_html", body_html(story.body).text()).json("body", story.body.to_json());
    json.number("words", story.words);
    json.number("reading_minutes", story::reading_minutes(static_cast<std::size_t>(story.words)));
    json.array("authors");
    for (const story::Person& person : story.bylines)
        json.object()
            .text("slug", person.slug)
            .text("name", person.name)
            .text("url", absolute(publication, address_of(person)))
            .end();
    json.end().array("sources");
    for (const story::Source& source : story.sources) {
        json.object().text("name", source.name);
        if (!story::is_source_address(source.url))
            json.null("url");
        else
            json.text("url", source.url);
        json.end();
    }
    json.end().array("topics");
    for (const auto& [topic, linked] : whole.topics) {
        json.object().text("name", topic.name).text("kind", story::to_string(topic.kind));
        write_address(json, publication, "url", linked ? address_of(topic) : std::string());
        json.end();
    }
    json.end().array("corrections");
    for (const story::Correction& correction : story.corrections) {
        json.object();
        write_moment(json, "at", correction.at);
        json.text("text", correction.text).end();
    }
    json.end();
    write_cards(json, "related", publication, whole.related, whole.sections);
    json.text("share_picture", absolute(publication, whole.share_picture));
    json.object("comments").number("count", whole.comments).flag("open", whole.comments_open);
    json.text("url", absolute(publication, fmt::format("{}/stories/{}/comments", kRoot, story.id.value)));
    return json.take();
}

std::string comments(const Publication& publication, const CommentsPart& part) {
    JsonWriter json;
    json.object().number("count", part.count).flag("open", part.open).array("threads");
    for (const story::Thread& thread : part.threads) {
        json.object();
        write_comment_members(json, publication, thread.comment);
        json.array("replies");
        for (const story::Comment& reply : thread.replies) {
            json.object();
            write_comment_members(json, publication, reply);
            json.end();
        }
        json.end().end();
    }
    json.end();
    write_address(json, publication, "next", part.older);
    write_address(json, publication, "previous", part.newer);
    return json.take();
}

std::string topics(const Publication& publication, std::span<const story::Topic> topics) {
    JsonWriter json;
    json.object().array("topics");
    for (const story::Topic& topic : topics)
        json.object()
            .text("slug", topic.slug)
            .text("name", topic.name)
            .text("kind", story::to_string(topic.kind))
            .number("stories", topic.stories)
            .text("url", absolute(publication, address_of(topic)))
            .end();
    return json.take();
}

std::string most_read(const Publication& publication, std::span<const Section> sections,
                      const MostRead& most) {
    JsonWriter json;
    json.object();
    write_cards(json, "hour", publication, most.hour, sections);
    write_cards(json, "day", publication, most.day, sections);
    write_cards(json, "week", publication, most.week, sections);
    return json.take();
}

std::string breaking(const std::optional<Card>& card, std::span<const Section> sections) {
    const Section* section = card ? find_section(sections, card->section) : nullptr;
    JsonWriter json;
    json.object();
    if (section) json.text("headline", card->headline).text("address", address_of(*card, *section));
    return json.take();
}

std::string error(int status, std::string_view message) {
    JsonWriter json;
    json.object().object("error").number("status", status).text("message", message);
    return json.take();
}

}  // namespace warraq::press::api
