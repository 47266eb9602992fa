#include "site/found_stories.h"

#include <fmt/format.h>

#include "base/json_text.h"
#include "base/percent.h"
#include "serve/message.h"
#include "story/address.h"

namespace warraq::site {
namespace {

void append_field(std::string& out, std::string_view name, std::string_view value) {
    append_json_string(out, name);
    out += ':';
    append_json_string(out, value);
}

void append_marks(std::string& out, std::string_view name, const std::vector<search::Span>& marks) {
    append_json_string(out, name);
    out += ":[";
    for (const auto& [begin, end] : marks) {
        if (out.back() != '[') out += ',';
        out += fmt::format("[{},{}]", begin, end);
    }
    out += ']';
}

void append_story(std::string& out, const FoundStory& found, std::string_view site_address) {
    out += fmt::format("{{\"id\":{},", found.card.id.value);
    append_field(out, "headline", found.card.headline);
    out += ',';
    append_marks(out, "headline_marks", found.headline_marks);
    out += ',';
    append_field(
        out, "url",
        std::string(site_address) + percent::encode_address(story::address_of(found.card, found.section)));
    out += ',';
    append_field(out, "section", found.section.name);
    out += ',';
    append_field(out, "published", to_iso8601(found.card.published));
    out += ',';
    append_field(out, "snippet", found.snippet.text);
    out += ',';
    append_marks(out, "snippet_marks", found.snippet.marks);
    out += '}';
}

}  // namespace

Result<std::vector<FoundStory>> read_found(store::Reader& reader, const search::Results& results) {
    auto sections = reader.sections();
    if (!sections) return fail(sections.error());
    std::vector<FoundStory> out;
    for (const search::Hit& hit : results.hits) {
        auto story = reader.story(hit.story);
        if (!story) return fail(story.error());
        if (!*story || !story::is_public((*story)->status)) continue;
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
                       const std::vector<FoundStory>& found, std::string_view site_address) {
    std::string out = "{";
    append_field(out, "query", query.text);
    out += fmt::format(",\"total\":{},\"exact\":{},\"nearest\":{},", results.total, results.exact,
                       results.nearest);
    append_field(out, "correction", results.correction);
    out += ",\"results\":[";
    for (const FoundStory& story : found) {
        if (out.back() != '[') out += ',';
        append_story(out, story, site_address);
    }
    out += "],\"sections\":[";
    for (const search::Count& count : results.sections) {
        if (out.back() != '[') out += ',';
        out += fmt::format("{{\"id\":{},\"stories\":{}}}", count.of, count.stories);
    }
    out += "],\"years\":[";
    for (const search::Count& count : results.years) {
        if (out.back() != '[') out += ',';
        out += fmt::format("{{\"year\":{},\"stories\":{}}}", count.of, count.stories);
    }
    return out += "]}";
}

}  // namespace warraq::site
