// A story's page.
#include "press/fill.h"
#include "press/frame.h"
#include "story/address.h"

namespace warraq::press {

using story::address_of;
using story::Card;

namespace {

// Wire copy often repeats its abstract as the first paragraph; a reader should meet it once.
bool body_begins_with(const story::Body& body, std::string_view standfirst) {
    for (const std::string_view cut : {"…", "...", ".."})
        if (standfirst.ends_with(cut)) standfirst.remove_suffix(cut.size());
    if (body.blocks().empty()) return false;
    std::string first;
    for (const story::Node& run : body.blocks().front().content) first += run.text;
    return first.starts_with(standfirst);
}

}  // namespace

std::string Press::story_page(const StoryPage& page) const {
    const story::Story& story = page.story;
    const std::string address = address_of(story, page.section);
    Sheet sheet("story");
    sheet.text("SECTION_NAME", page.section.name);
    const bool news = story.page_path.empty();
    if (news) sheet.add("PLACED").text("SECTION_ADDRESS", address_of(page.section));
    sheet.text("LANGUAGE", story.language);
    if (page.preview) sheet.show("PREVIEW");
    fill_urgency(sheet, story.urgency);
    if (!story.kicker.empty()) sheet.add("KICKER").html("KICKER_HTML", inline_html(story.kicker));
    sheet.html("HEADLINE_HTML", inline_html(story.headline));
    if (!story.standfirst.empty() && !body_begins_with(story.body, story.standfirst))
        sheet.add("STANDFIRST").html("STANDFIRST_HTML", inline_html(story.standfirst));
    Sheet meta = news ? sheet.add("META") : Sheet("none");
    for (std::size_t i = 0; i < story.bylines.size(); ++i) {
        auto byline = meta.add("BYLINE");
        byline.text("NAME", story.bylines[i].name);
        byline.text("ADDRESS", address_of(story.bylines[i]));
        if (i > 0) byline.show("AND");
    }
    if (!story.dateline.empty()) meta.add("DATELINE").html("DATELINE_HTML", inline_html(story.dateline));
    if (!story.sources.empty()) {
        auto sources = meta.add("SOURCES");
        for (const story::Source& source : story.sources) {
            auto item = sources.add("SOURCE");
            auto named = item.add(source.url.empty() ? "PLAIN" : "LINKED");
            named.html("NAME_HTML", inline_html(source.name));
            named.text("ADDRESS", source.url);
        }
    }
    fill_date(meta, "PUBLISHED", story.published, DateStyle::Full);
    if (story.updated > story.published + std::chrono::minutes(1))
        fill_date(meta, "UPDATED", story.updated, DateStyle::DayAndTime);
    meta.text("READING", calendar_.count(story::reading_minutes(static_cast<std::size_t>(story.words)),
                                         Counted::Minute));
    if (!story.key_points.empty()) {
        auto points = sheet.add("KEY_POINTS");
        for (const std::string& point : story.key_points)
            points.add("POINT").html("POINT_HTML", inline_html(point));
    }
    if (story.lead_image) fill_picture(sheet, *story.lead_image, true);
    sheet.html("BODY_HTML", body_html(story.body));
    if (!story.corrections.empty()) {
        auto corrections = sheet.add("CORRECTIONS");
        for (const story::Correction& correction : story.corrections) {
            auto item = corrections.add("CORRECTION");
            item.html("TEXT_HTML", inline_html(correction.text));
            fill_date(item, "AT", correction.at, DateStyle::Day);
        }
    }
    if (!page.topics.empty()) {
        auto tags = sheet.add("TAGS");
        for (const ShownTopic& shown : page.topics) {
            auto tag = tags.add("TAG").add(shown.linked ? "LINKED" : "PLAIN");
            tag.html("TAG_HTML", inline_html(shown.topic.name));
            tag.text("ADDRESS", address_of(shown.topic));
        }
    }
    if (!page.related.empty()) {
        auto related = sheet.add("RELATED");
        if (page.related_is_latest) related.show("LATEST");
        for (const Card& card : page.related) {
            auto item = related.add("ITEM").include("CARD", "card.html");
            fill_card(item, card, page.sections, false);
        }
    }
    if (news || !page.comments.threads.empty()) {
        auto discussion = sheet.add("DISCUSSION");
        fill_comments(discussion, page);
    }
    const Frame frame{.title = story.search_headline.empty() ? story.headline : story.search_headline,
                      .share_title = story.social_headline.empty() ? story.headline : story.social_headline,
                      .description = story.standfirst.empty() ? excerpt(story.body.plain_text())
                                                              : excerpt(story.standfirst),
                      .address = page.preview ? std::string() : address,
                      .kind = "story",
                      .sections = page.sections,
                      .current = page.section.id,
                      .feed = address_of(page.section),
                      .story = &page,
                      .preview = page.preview};
    return framed(frame, "story.html", sheet);
}

}  // namespace warraq::press
