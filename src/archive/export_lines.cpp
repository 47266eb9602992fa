#include "archive/export.h"
#include "base/json_writer.h"

namespace warraq::archive {
namespace {

constexpr int kAtOnce = 500;

void put_image(JsonWriter& json, std::string_view name, const story::Image& image) {
    json.object(name).text("media", image.media).number("width", image.width).number("height", image.height);
    json.text("alt", image.alt)
        .text("caption", image.caption)
        .text("credit", image.credit)
        .text("focus", image.focus)
        .end();
}

template <class Ids>
void put_numbers(JsonWriter& json, std::string_view name, const Ids& ids) {
    json.array(name);
    for (const auto& id : ids) json.number(id.value);
    json.end();
}

std::string story_line(const story::Story& s, story::CommentPolicy policy) {
    JsonWriter json;
    json.object().text("kind", s.page_path.empty() ? "story" : "page").number("id", s.id.value);
    if (!s.page_path.empty()) json.text("path", s.page_path);
    json.text("status", story::to_string(s.status)).text("slug", s.slug).number("section", s.section.value);
    put_numbers(json, "also_in", s.also_in);
    json.text("headline", s.headline).text("kicker", s.kicker).text("standfirst", s.standfirst);
    json.text("search_headline", s.search_headline).text("social_headline", s.social_headline);
    json.array("key_points");
    for (const std::string& point : s.key_points) json.text(point);
    json.end().text("key_points_by", s.key_points_by == story::KeyPointsBy::Editor ? "editor" : "machine");
    put_numbers(json, "bylines", [&] {
        std::vector<story::PersonId> ids;
        for (const story::Person& person : s.bylines) ids.push_back(person.id);
        return ids;
    }());
    json.text("dateline", s.dateline).array("sources");
    for (const story::Source& source : s.sources)
        json.object().text("name", source.name).text("url", source.url).end();
    json.end().array("tags");
    for (const story::Tag& tag : s.tags)
        json.object().text("name", tag.name).text("kind", story::to_string(tag.kind)).end();
    json.end().array("corrections");
    for (const story::Correction& correction : s.corrections)
        json.object().text("at", to_iso8601(correction.at)).text("text", correction.text).end();
    json.end();
    put_numbers(json, "related_pinned", s.related_pinned);
    put_numbers(json, "related_excluded", s.related_excluded);
    if (s.lead_image) put_image(json, "lead_image", *s.lead_image);
    for (const auto& [name, at] : {std::pair("published", s.published), std::pair("updated", s.updated),
                                   std::pair("created", s.created), std::pair("embargo", s.embargo)})
        if (at != Instant{}) json.text(name, to_iso8601(at));
    json.text("urgency", story::to_string(s.urgency))
        .text("withdrawal", s.withdrawal)
        .text("language", s.language);
    json.text("comments", story::to_string(policy));
    json.json("body", s.body.to_json());
    return json.take() + "\n";
}

std::string comment_line(const story::Comment& comment, const std::string& email) {
    JsonWriter json;
    json.object().text("kind", "comment").number("id", comment.id.value).number("story", comment.story.value);
    if (comment.parent) json.number("parent", comment.parent.value);
    json.text("status", story::to_string(comment.status)).text("created", to_iso8601(comment.created));
    if (comment.edited) json.text("edited", to_iso8601(*comment.edited));
    json.text("name", comment.name);
    if (!email.empty()) json.text("email", email);
    return json.text("text", comment.text).take() + "\n";
}

// Everything that is few: in memory as it is.
Result<void> export_small(store::Reader& reader, const ExportSite& site, const Out& out) {
    JsonWriter head;
    head.object().text("kind", "site").text("name", site.name).text("description", site.description);
    if (auto put = out(head.text("address", site.address).number("format", 1).take() + "\n"); !put)
        return put;
    auto sections = reader.sections();
    if (!sections) return fail(sections.error());
    for (const story::Section& section : *sections) {
        JsonWriter json;
        json.object().text("kind", "section").number("id", section.id.value).text("slug", section.slug);
        json.text("name", section.name).number("position", section.position).text("hue", section.hue);
        if (section.parent) json.number("parent", section.parent.value);
        if (auto put = out(json.take() + "\n"); !put) return put;
    }
    auto people = reader.people();
    if (!people) return fail(people.error());
    for (const story::Person& person : *people) {
        JsonWriter json;
        json.object().text("kind", "person").number("id", person.id.value).text("slug", person.slug);
        if (auto put = out(json.text("name", person.name).text("about", person.about).take() + "\n"); !put)
            return put;
    }
    auto users = reader.users();
    if (!users) return fail(users.error());
    for (const story::User& user : *users) {
        JsonWriter json;
        json.object().text("kind", "user").text("login", user.login).text("name", user.name);
        if (auto put = out(
                json.text("role", story::to_string(user.role)).flag("disabled", user.disabled).take() + "\n");
            !put)
            return put;
    }
    auto settings = reader.settings();
    if (!settings) return fail(settings.error());
    for (const auto& [key, value] : *settings) {
        JsonWriter json;
        json.object().text("kind", "setting").text("key", key).text("value", value);
        if (auto put = out(json.take() + "\n"); !put) return put;
    }
    auto places = reader.front_places();
    if (!places) return fail(places.error());
    for (const story::FrontPlace& place : *places) {
        JsonWriter json;
        json.object().text("kind", "front").number("place", place.place).number("story", place.story.value);
        if (place.until != Instant{}) json.text("until", to_iso8601(place.until));
        if (auto put = out(json.take() + "\n"); !put) return put;
    }
    return {};
}

template <class Read, class Line>
Result<std::int64_t> export_all(Read read, Line line, const Out& out) {
    std::int64_t count = 0;
    while (true) {
        auto things = read(count);
        if (!things) return fail(things.error());
        for (const auto& thing : *things) {
            auto text = line(thing);
            if (!text) return fail(text.error());
            if (auto put = out(*text); !put) return fail(put.error());
        }
        count += static_cast<std::int64_t>(things->size());
        if (things->size() < kAtOnce) return count;
    }
}

Result<std::string> redirect_line(std::string_view kind, std::string_view path, std::string_view target) {
    JsonWriter json;
    return json.object().text("kind", kind).text("path", path).text("target", target).take() + "\n";
}

}  // namespace

Result<ExportReport> export_lines(store::Reader& reader, const ExportSite& site, const ExportOptions& options,
                                  const Out& out) {
    ExportReport report;
    if (auto put = export_small(reader, site, out); !put) return fail(put.error());
    auto topics = export_all(
        [&](std::int64_t so_far) -> Result<std::vector<story::Topic>> {
            auto listed = reader.list(
                store::TopicListing{.order = store::TopicListing::Order::Number,
                                    .hidden_too = true,
                                    .slice = {.ascending = true, .offset = so_far, .limit = kAtOnce}});
            if (!listed) return fail(listed.error());
            return std::move(listed->things);
        },
        [](const story::Topic& topic) -> Result<std::string> {
            JsonWriter json;
            json.object().text("kind", "topic").number("id", topic.id.value).text("slug", topic.slug);
            return json.text("name", topic.name)
                       .text("of", story::to_string(topic.kind))
                       .flag("hidden", topic.hidden)
                       .take() +
                   "\n";
        },
        out);
    if (!topics) return fail(topics.error());
    auto pictures = export_all(
        [&](std::int64_t so_far) -> Result<std::vector<store::LibraryPicture>> {
            auto listed = reader.list(
                store::PictureListing{.slice = {.ascending = true, .offset = so_far, .limit = kAtOnce}});
            if (!listed) return fail(listed.error());
            return std::move(listed->things);
        },
        [](const store::LibraryPicture& picture) -> Result<std::string> {
            JsonWriter json;
            json.object()
                .text("kind", "picture")
                .number("id", picture.number)
                .text("added", to_iso8601(picture.added));
            put_image(json, "image", picture.image);
            return json.take() + "\n";
        },
        out);
    if (!pictures) return fail(pictures.error());
    report.pictures = *pictures;
    story::StoryId last_story;
    auto stories = export_all([&](std::int64_t) { return reader.all_stories(last_story, kAtOnce); },
                              [&](story::StoryId id) -> Result<std::string> {
                                  last_story = id;
                                  auto story = reader.story(id);
                                  if (!story) return fail(story.error());
                                  auto policy = reader.comment_policy(id);
                                  if (!policy) return fail(policy.error());
                                  ++((*story)->page_path.empty() ? report.stories : report.pages);
                                  return story_line(**story, *policy);
                              },
                              out);
    if (!stories) return fail(stories.error());
    story::CommentId last_comment;
    auto comments = export_all([&](std::int64_t) { return reader.all_comments(last_comment, kAtOnce); },
                               [&](const story::Comment& comment) -> Result<std::string> {
                                   last_comment = comment.id;
                                   std::string email;
                                   if (options.emails) {
                                       auto found = reader.email_of(comment.id);
                                       if (!found) return fail(found.error());
                                       email = std::move(*found);
                                   }
                                   return comment_line(comment, email);
                               },
                               out);
    if (!comments) return fail(comments.error());
    report.comments = *comments;
    std::string last_path;
    auto redirects = export_all([&](std::int64_t) { return reader.redirects(last_path, kAtOnce); },
                                [&](const store::Redirect& redirect) {
                                    last_path = redirect.path;
                                    return redirect_line("redirect", redirect.path, redirect.target);
                                },
                                out);
    if (!redirects) return fail(redirects.error());
    last_path.clear();
    auto old = export_all([&](std::int64_t) { return reader.old_addresses(last_path, kAtOnce); },
                          [&](const std::pair<std::string, std::string>& address) {
                              last_path = address.first;
                              return redirect_line("old_address", address.first, address.second);
                          },
                          out);
    if (!old) return fail(old.error());
    return report;
}

}  // namespace warraq::archive
