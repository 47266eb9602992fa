// Search results read from the store, and as JSON.
#include "site/pages/found_stories.h"

#include "base/json_writer.h"
#include "press/feeds.h"
#include "serve/http/message.h"
#include "story/address.h"

namespace warraq::site {
namespace {

void write_marks(JsonWriter& json, std::string_view name, const std::vector<search::Span>& marks) {
    json.array(name);
    for (const auto& [begin, end] : marks)
        json.array().number(static_cast<std::int64_t>(begin)).number(static_cast<std::int64_t>(end)).end();
    json.end();
}

void write_counts(JsonWriter& json, std::string_view name, std::string_view of,
                  const std::vector<search::Count>& counts) {
    json.array(name);
    for (const search::Count& count : counts)
        json.object().number(of, count.of).number("stories", count.stories).end();
    json.end();
}

void write_story(JsonWriter& json, const FoundStory& found, const press::Publication& publication) {
    json.object().number("id", found.card.id.value).text("headline", found.card.headline);
    write_marks(json, "headline_marks", found.headline_marks);
    json.text("url", press::absolute(publication, story::address_of(found.card, found.section)));
    json.text("section", found.section.name).text("published", to_iso8601(found.card.published));
    json.text("snippet", found.snippet.text);
    write_marks(json, "snippet_marks", found.snippet.marks);
    json.end();
}

}  // namespace

Result<std::vector<FoundStory>> read_found(store::PublicReader& reader, const search::Results& results) {
    auto sections = reader.sections();
    if (!sections) return fail(sections.error());
    std::vector<FoundStory> out;
    for (const search::Hit& hit : results.hits) {
        auto story = reader.story(hit.story);
        if (!story) return fail(story.error());
        if (!*story) continue;
        const story::Section* section = story::find_section(*sections, (*story)->section);
        if (!section) continue;
        const std::string text = (*story)->body.plain_text();
        out.push_back({std::move(static_cast<story::Card&>(**story)), *section, {}, {}});
        out.back().headline_marks = search::matches(out.back().card.headline, results.answered);
        out.back().snippet = search::snippet_of(text, results.answered);
    }
    return out;
}

std::string found_json(const search::Query& query, const search::Results& results,
                       const std::vector<FoundStory>& found, const press::Publication& publication) {
    JsonWriter json;
    json.object().text("query", query.text).number("total", results.total).flag("exact", results.exact);
    json.flag("nearest", results.nearest).text("correction", results.correction);
    json.array("results");
    for (const FoundStory& story : found) write_story(json, story, publication);
    json.end();
    write_counts(json, "sections", "id", results.sections);
    write_counts(json, "years", "year", results.years);
    return json.take();
}

}  // namespace warraq::site
