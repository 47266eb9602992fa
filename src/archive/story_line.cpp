#include "archive/story_line.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "base/utf8.h"

namespace warraq::archive {
namespace {

using Json = nlohmann::json;

struct KnownSection {
    std::string_view from, slug, name;
};
constexpr std::array kSections = {
    KnownSection{"middleEast", "middle-east", "الشرق الأوسط"},
    KnownSection{"internationalNews", "world", "العالم"},
    KnownSection{"economy", "economy", "اقتصاد"},
    KnownSection{"sport", "sport", "رياضة"},
    KnownSection{"technology", "technology", "تقنية"},
    KnownSection{"culture", "culture", "ثقافة"},
};

struct KnownOutlet {
    std::string_view from, name;
};
constexpr std::array kOutlets = {
    KnownOutlet{"skynews", "سكاي نيوز عربية"}, KnownOutlet{"alarabia", "العربية"},
    KnownOutlet{"BBC", "بي بي سي عربي"},       KnownOutlet{"france24", "فرانس 24"},
    KnownOutlet{"CNN", "سي إن إن بالعربية"},
};

constexpr std::array<std::string_view, 18> kAgencies = {
    "رويترز",       "فرانس برس", "فرانس بريس",      "د ب أ",        "د.ب.أ",      "أ ف ب",
    "أ.ف.ب",        "الأناضول",  "أسوشيتد برس",     "أسوشييتد برس", "العربية.نت", "العربية نت",
    "قناة العربية", "العربية",   "سكاي نيوز عربية", "فرانس 24",     "وكالات",     "بي بي سي"};

constexpr std::string_view kSeparators[] = {" - ", " – ", " ـ ", "- ", "– ", " -", " –"};

std::string text_of(const Json& json, const char* key) {
    const auto found = json.find(key);
    if (found == json.end() || !found->is_string()) return {};
    return std::string(utf8::trim(found->get_ref<const std::string&>()));
}

story::Section section_of(const std::string& name) {
    for (std::size_t i = 0; i < kSections.size(); ++i)
        if (kSections[i].from == name)
            return {
                {}, std::string(kSections[i].slug), std::string(kSections[i].name), static_cast<int>(i) + 1};
    story::Section made{{}, story::slug_of(name), name, 100};
    if (!story::is_free_section_slug(made.slug)) made.slug = "section-" + made.slug;
    return made;
}

// "096d0f9a-32a3-…": an outlet's internal number, no name.
bool is_internal_id(std::string_view text) {
    return text.size() >= 32 && std::all_of(text.begin(), text.end(),
                                            [](unsigned char c) { return std::isxdigit(c) || c == '-'; });
}

bool is_agency(std::string_view name) {
    return std::any_of(kAgencies.begin(), kAgencies.end(),
                       [&](std::string_view agency) {
                           return name == agency || name.starts_with(std::string(agency) + " ");
                       }) ||
           name.starts_with("وكالة") || name.starts_with("البوابة") || name.starts_with("صحيفة");
}

bool looks_like_a_name(std::string_view text) {
    return !text.empty() && text.size() <= 120 && std::none_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || c == '@' || c == '/' || c == ':' || c == '(' || c == ')';
    });
}

}  // namespace

Credit read_credit(std::string_view author, std::string_view outlet) {
    Credit credit;
    std::string_view who = utf8::trim(author);
    if (who.empty() || is_internal_id(who)) return credit;
    std::size_t split = who.npos, width = 0;
    for (const std::string_view separator : kSeparators) {
        const auto at = who.find(separator);
        if (at != who.npos && at < split) {
            split = at;
            width = separator.size();
        }
    }
    if (split != who.npos && split > 0) {
        credit.dateline = utf8::trim(who.substr(0, split));
        who = utf8::trim(who.substr(split + width));
    }
    if (who == outlet) return credit;
    if (is_agency(who))
        credit.agency = who;
    else if (looks_like_a_name(who))
        credit.person = who;
    return credit;
}

Result<StoryLine> read_story_line(std::string_view line) {
    const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (json.is_discarded()) return invalid("is not JSON");
    if (!json.is_object()) return invalid("is not a JSON object");
    StoryLine read;
    read.external_id = text_of(json, "id");
    if (read.external_id.empty() || read.external_id.size() > 500) return invalid("has no «id»");
    read.fingerprint = crypto::content_hash(line);

    story::Story& story = read.story;
    story.headline = text_of(json, "headline");
    if (story.headline.empty()) return invalid("has no «headline»");
    const auto section = text_of(json, "section");
    if (section.empty()) return invalid("has no «section»");
    read.section = section_of(section);

    auto published = from_iso8601(text_of(json, "published"));
    if (!published) return invalid("«published»: " + published.error().message);
    story.published = story.created = story.updated = *published;

    const auto paragraphs = json.find("paragraphs");
    if (paragraphs == json.end() || !paragraphs->is_array()) return invalid("has no «paragraphs»");
    std::vector<story::Node> blocks;
    for (const Json& paragraph : *paragraphs) {
        if (!paragraph.is_string()) return invalid("«paragraphs» holds something else than text");
        const auto text = utf8::trim(paragraph.get_ref<const std::string&>());
        if (!text.empty()) blocks.push_back(story::paragraph(std::string(text)));
    }
    if (blocks.empty()) return invalid("«paragraphs» is empty");
    auto body = story::Body::from_nodes(std::move(blocks));
    if (!body) return invalid("«paragraphs»: " + body.error().message);
    story.body = std::move(*body);

    story.slug = story::slug_of(story.headline);
    story.status = story::Status::Published;
    story.standfirst = text_of(json, "abstract");
    std::string outlet = text_of(json, "source");
    for (const KnownOutlet& known : kOutlets)
        if (known.from == outlet) outlet = known.name;
    auto url = text_of(json, "url");
    if (!url.starts_with("https://") && !url.starts_with("http://")) url.clear();
    if (!outlet.empty()) story.sources.push_back({outlet, url});
    auto credit = read_credit(text_of(json, "author"), outlet);
    story.dateline = std::move(credit.dateline);
    if (!credit.agency.empty()) story.sources.push_back({std::move(credit.agency), {}});
    if (!credit.person.empty()) read.signed_by.push_back(std::move(credit.person));
    return read;
}

}  // namespace warraq::archive
