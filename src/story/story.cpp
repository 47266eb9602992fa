#include "story/story.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "story/media.h"
#include "story/section.h"

namespace warraq::story {
namespace {

struct TextRule {
    std::string_view field;
    std::string_view value;
    std::size_t max_bytes;
    bool required = false;
};

Result<void> check_text(const TextRule& rule) {
    if (rule.required && utf8::trim(rule.value).empty())
        return invalid(fmt::format("{}: is empty", rule.field));
    if (rule.value.size() > rule.max_bytes)
        return invalid(fmt::format("{}: longer than {} bytes", rule.field, rule.max_bytes));
    if (!utf8::valid(rule.value)) return invalid(fmt::format("{}: is not UTF-8", rule.field));
    if (rule.value.find('\0') != rule.value.npos) return invalid(fmt::format("{}: holds a NUL", rule.field));
    return {};
}

constexpr std::array<std::string_view, 3> kUrgencies = {"normal", "breaking", "updating"};

}  // namespace

std::span<const std::string_view> focuses() {
    static constexpr std::string_view kFocuses[] = {"top",      "bottom",    "left",        "right",
                                                    "top-left", "top-right", "bottom-left", "bottom-right"};
    return kFocuses;
}

std::string_view to_string(Urgency urgency) {
    return kUrgencies[static_cast<std::size_t>(urgency)];
}

std::optional<Urgency> urgency_from(std::string_view text) {
    const auto found = std::find(kUrgencies.begin(), kUrgencies.end(), text);
    if (found == kUrgencies.end()) return std::nullopt;
    return static_cast<Urgency>(found - kUrgencies.begin());
}

Result<void> check(const Story& story) {
    std::vector<TextRule> rules = {
        {"headline", story.headline, 1'000, story.status != Status::Draft},
        {"slug", story.slug, 600, true},
        {"search_headline", story.search_headline, 1'000},
        {"social_headline", story.social_headline, 1'000},
        {"kicker", story.kicker, 500},
        {"standfirst", story.standfirst, 5'000},
        {"dateline", story.dateline, 500},
        {"language", story.language, 35, true},
        {"withdrawal", story.withdrawal, 2'000},
    };
    for (const auto& point : story.key_points) rules.push_back({"key_points", point, 2'000, true});
    for (const auto& tag : story.tags) rules.push_back({"tags", tag.name, 200, true});
    for (const auto& source : story.sources) {
        rules.push_back({"sources.name", source.name, 500, true});
        rules.push_back({"sources.url", source.url, 4'000});
    }
    for (const auto& correction : story.corrections)
        rules.push_back({"corrections", correction.text, 4'000, true});
    for (const TextRule& rule : rules)
        if (auto ok = check_text(rule); !ok) return ok;
    if (story.lead_image && !is_media_name(story.lead_image->media))
        return invalid("lead_image.media: is not the name of a media file");
    if (!story.section) return invalid("section: is missing");
    if (!story.page_path.empty() && !is_page_path(story.page_path))
        return invalid("page_path: is no address of a page");
    if (is_public(story.status) && story.published == Instant{})
        return invalid("published: a public story has a time of publication");
    if (story.related_pinned.size() > 20 || story.related_excluded.size() > 100)
        return invalid("related: too many stories pinned or excluded");
    for (const auto* chosen : {&story.related_pinned, &story.related_excluded})
        for (const StoryId id : *chosen)
            if (!id || id == story.id)
                return invalid("related: a story cannot be related to itself or to none");
    if (story.key_points.size() > 10 || story.tags.size() > 100 || story.bylines.size() > 20 ||
        story.also_in.size() > 100)
        return invalid("key_points, tags, bylines, also_in: too many");
    return {};
}

std::string slug_of(std::string_view headline, std::size_t max_letters) {
    std::string slug;
    std::size_t letters = 0, word_starts_at = 0;
    bool pending_hyphen = false;
    for (std::size_t at = 0; at < headline.size();) {
        auto c = static_cast<UChar32>(utf8::next(headline, at));
        if (c == 0xFFFD || c == 0x0640 || (U_GET_GC_MASK(c) & (U_GC_M_MASK | U_GC_CF_MASK))) continue;
        if (!u_isalnum(c)) {
            pending_hyphen = !slug.empty();
            continue;
        }
        if (pending_hyphen) {
            word_starts_at = slug.size();
            slug += '-';
            ++letters;
            pending_hyphen = false;
        }
        if (letters >= max_letters) {
            if (word_starts_at > 0) slug.resize(word_starts_at);
            break;
        }
        utf8::append(slug, static_cast<char32_t>(u_tolower(c)));
        ++letters;
    }
    return slug.empty() ? "خبر" : slug;
}

std::span<const std::string_view> hues() {
    static constexpr std::string_view kHues[] = {"teal",  "blue",  "indigo", "plum",  "rose",
                                                 "brick", "amber", "olive",  "green", "slate"};
    return kHues;
}

bool is_hue(std::string_view name) {
    return std::ranges::find(hues(), name) != hues().end();
}

const Section* find_section(std::span<const Section> sections, SectionId id) {
    const auto found = std::find_if(sections.begin(), sections.end(),
                                    [&](const Section& section) { return section.id == id; });
    return found == sections.end() ? nullptr : &*found;
}

std::vector<SectionId> sections_above(std::span<const Section> sections, SectionId id) {
    std::vector<SectionId> out;
    // A circle among them ends.
    for (const Section* at = find_section(sections, id); at && at->parent && out.size() < sections.size();
         at = find_section(sections, at->parent))
        out.push_back(at->parent);
    return out;
}

bool is_page_path(std::string_view path) {
    if (!path.starts_with('/') || path.size() > 1'000 || !utf8::valid(path)) return false;
    for (std::size_t start = 1; start <= path.size();) {
        const auto end = std::min(path.find('/', start), path.size());
        const auto step = path.substr(start, end - start);
        if (step.empty() || step.front() == '.') return false;
        if (std::any_of(step.begin(), step.end(), [](unsigned char c) {
                return c <= 0x20 || c == 0x7F || c == '?' || c == '#' || c == '%' || c == '\\';
            }))
            return false;
        start = end + 1;
    }
    return is_free_section_slug(path.substr(1, path.find('/', 1) - 1));
}

bool is_free_section_slug(std::string_view slug) {
    static constexpr std::array kTaken = {
        "api",        "archive",  "author",     "comments", "desk",      "feed",   "feeds",
        "health",     "live",     "media",      "metrics",  "most-read", "oembed", "people",
        "robots.txt", "search",   "share",      "sitemap",  "static",    "tag",    "topic",
        "wp-json",    "wp-admin", "wp-content", "archives", "category",  "page",   "favicon.ico"};
    return !slug.empty() && slug.size() <= 100 &&
           std::find(kTaken.begin(), kTaken.end(), slug) == kTaken.end() &&
           std::all_of(slug.begin(), slug.end(), [](unsigned char c) {
               return std::islower(c) || std::isdigit(c) || c == '-' || c >= 0x80;
           });
}

}  // namespace warraq::story
