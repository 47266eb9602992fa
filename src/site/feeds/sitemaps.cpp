// Sitemaps: of stories, of other pages, of the news.
#include "site/feeds/sitemaps.h"

#include <fmt/format.h>

#include "base/number.h"
#include "press/feeds.h"
#include "site/feeds/xml_reply.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;

namespace {

constexpr std::int64_t kInAFile = 5'000;  // stories' numbers; the standard allows 50,000 addresses
constexpr int kTopics = 1'000;
constexpr int kNewsEntries = 1'000;  // as Google allows
constexpr std::chrono::hours kNews{48};

std::vector<press::SitemapEntry> entries_of(std::span<const story::Card> cards,
                                            std::span<const story::Section> sections) {
    std::vector<press::SitemapEntry> out;
    for (const story::Card& card : cards) {
        if (const story::Section* section = story::find_section(sections, card.section))
            out.push_back({card, *section});
    }
    return out;
}

Result<Reply> page_sitemap(ReadContext& context, std::span<const story::Section> sections) {
    const settings::Settings& settings = context.site.settings;
    std::vector<std::string> paths = {"/"};
    for (const story::Section& section : sections) paths.push_back(story::address_of(section));
    auto topics = context.reader.topics("", kTopics);
    if (!topics) return fail(topics.error());
    for (const story::Topic& topic : *topics)
        if (settings::has_page(topic, settings)) paths.push_back(story::address_of(topic));
    return xml_reply(context, press::page_sitemap(settings.publication, paths), {"sections", "front"});
}

}  // namespace

Result<Reply> sitemap_index(ReadContext& context) {
    auto last = context.reader.last_story();
    if (!last) return fail(last.error());
    std::vector<std::string> paths = {"/sitemap/pages.xml", "/sitemap/news.xml"};
    for (std::int64_t file = 1; (file - 1) * kInAFile < last->value; ++file)
        paths.push_back(fmt::format("/sitemap/{}.xml", file));
    return xml_reply(context, press::sitemap_index(context.site.settings.publication, paths), {"front"});
}

std::string sitemap_tag(story::StoryId id) {
    return fmt::format("sitemap:{}", (id.value - 1) / kInAFile + 1);
}

Result<Reply> sitemap(ReadContext& context) {
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    std::string_view file = context.request.capture("file");
    if (!file.ends_with(".xml")) return not_found("there is no such sitemap");
    file.remove_suffix(4);
    if (file == "pages") return page_sitemap(context, *sections);
    const auto number = number_from(file);
    auto last = context.reader.last_story();
    if (!last) return fail(last.error());
    if (!number || *number > last->value / kInAFile + 1) return not_found("there is no such sitemap");
    auto cards = context.reader.cards_by_number({(*number - 1) * kInAFile}, {*number * kInAFile});
    if (!cards) return fail(cards.error());
    return xml_reply(context,
                     press::sitemap(context.site.settings.publication, entries_of(*cards, *sections)),
                     {fmt::format("sitemap:{}", *number), "sections"});
}

// Not kept: what is news depends on the hour.
Result<Reply> news_sitemap(ReadContext& context) {
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    auto cards = context.reader.cards({.limit = kNewsEntries});
    if (!cards) return fail(cards.error());
    const Instant since = now() - kNews;
    std::erase_if(*cards, [&](const story::Card& card) { return card.published < since; });
    return xml_reply(
        context, press::news_sitemap(context.site.settings.publication, entries_of(*cards, *sections)), {});
}

}  // namespace warraq::site
