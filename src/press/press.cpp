#include "press/press.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/percent.h"
#include "base/utf8.h"
#include "press/feeds.h"
#include "press/frame.h"
#include "story/address.h"

namespace warraq::press {
namespace {

using story::address_of;
using story::Card;
using story::find_section;
using story::Section;

// A sentence's worth for a description: cut at a word.
std::string excerpt(std::string_view text, std::size_t bytes = 320) {
    if (text.size() <= bytes) return std::string(text);
    auto cut = utf8::prefix(text, bytes);
    if (const auto space = cut.rfind(' '); space != cut.npos) cut = cut.substr(0, space);
    return std::string(cut) + "…";
}

// Wire copy often repeats its abstract as the first paragraph; a reader should meet it once.
bool body_begins_with(const story::Body& body, std::string_view standfirst) {
    for (const std::string_view cut : {"…", "...", ".."})
        if (standfirst.ends_with(cut)) standfirst.remove_suffix(cut.size());
    if (body.blocks().empty()) return false;
    std::string first;
    for (const story::Node& run : body.blocks().front().content) first += run.text;
    return first.starts_with(standfirst);
}

// The card's section; nullptr, and nothing filled, when there is none.
const Section* fill_headline(Sheet& sheet, const Card& card, std::span<const Section> sections) {
    const Section* section = find_section(sections, card.section);
    if (!section) return nullptr;
    sheet.text("ADDRESS", address_of(card, *section));
    sheet.html("HEADLINE_HTML", inline_html(card.headline));
    return section;
}

// The section that this one is a part of, and those that are parts of it.
void fill_parts(Sheet& sheet, const Section& section, std::span<const Section> sections) {
    std::vector<const Section*> others;
    if (const Section* above = find_section(sections, section.parent)) others.push_back(above);
    for (const Section& other : sections)
        if (other.parent == section.id) others.push_back(&other);
    if (others.empty()) return;
    auto parts = sheet.add("PARTS");
    for (const Section* other : others) {
        auto item = parts.add("PART");
        item.text("NAME", other->name);
        item.text("ADDRESS", address_of(*other));
    }
}

void fill_links(Sheet& sheet, const std::vector<MenuLink>& links) {
    for (const auto& [name, address] : links) {
        auto item = sheet.add("LINK");
        item.text("NAME", name);
        item.text("ADDRESS", address);
    }
}

void fill_urgency(Sheet& sheet, story::Urgency urgency) {
    if (urgency == story::Urgency::Normal) return;
    sheet.add("URGENT").text("MARK", urgency == story::Urgency::Breaking ? "عاجل" : "يُحدَّث");
}

}  // namespace

Press::Press(Publication publication, Calendar calendar, std::shared_ptr<const Theme> theme)
    : publication_(std::move(publication)), calendar_(std::move(calendar)), theme_(std::move(theme)) {}

std::string Press::framed(const Frame& frame, const char* file, const Sheet& sheet) const {
    Sheet layout("layout");
    layout.text("SITE", publication_.name);
    layout.text("TAGLINE", publication_.tagline);
    layout.text("ABOUT", publication_.about);
    layout.text("TITLE", frame.title.empty() ? publication_.name : frame.title + " – " + publication_.name);
    layout.text("DESCRIPTION", frame.description.empty() ? publication_.description : frame.description);
    layout.text("KIND", frame.kind);
    if (!frame.indexed || frame.preview) layout.show("UNINDEXED");
    if (frame.kind != "search") layout.show("FIND");
    if (!frame.preview) layout.add("SCRIPTED").text("SCRIPT", theme_->script_address());
    layout.text("ICON", theme_->icon_address());
    layout.text("COLOURS", publication_.colours);
    layout.text("SCHEME", publication_.colours == "auto" ? "light dark" : publication_.colours);
    const Section* current = find_section(frame.sections, frame.current);
    layout.text("HUE", current && !current->hue.empty() ? current->hue : publication_.hue);
    if (publication_.logo.empty())
        layout.show("NAMED");
    else
        layout.add("LOGO").text("ADDRESS", story::media_address(publication_.logo));
    for (const std::string& font : theme_->preloads()) layout.add("PRELOAD").text("FONT", font);
    if (!frame.address.empty())
        layout.add("CANONICAL")
            .text("ADDRESS", publication_.address + percent::encode_address(frame.address));
    fill_shares(layout, frame);
    for (const Section& section : frame.sections) {
        if (section.parent) continue;
        auto item = layout.add("SECTION");
        item.text("NAME", section.name);
        item.text("ADDRESS", address_of(section));
        if (section.id == frame.current || (current && section.id == current->parent)) item.show("CURRENT");
    }
    fill_links(layout, publication_.menu);
    if (!publication_.foot.empty()) {
        auto foot = layout.add("FOOT");
        fill_links(foot, publication_.foot);
    }
    if (!publication_.editions.empty()) {
        auto editions = layout.add("EDITIONS");
        for (const auto& [language, address] : publication_.editions) {
            auto item = editions.add("EDITION");
            item.text("LANGUAGE", language);
            item.text("ADDRESS", address);
            item.text("NAME", language_name(language));
        }
    }
    // The style and the page are whole already; the layout's two marks are where they go.
    std::string out = theme_->expand("layout.html", layout);
    const std::string page = theme_->expand(file, sheet);
    const auto put = [&out](std::string_view mark, std::string_view content) {
        if (const auto at = out.find(mark); at != out.npos) out.replace(at, mark.size(), content);
    };
    out.reserve(out.size() + theme_->style().size() + page.size());
    put("/*STYLE*/", theme_->style());
    put("<main id=\"main\">", "<main id=\"main\">" + page);
    return out;
}

std::string Press::shared_start() const {
    constexpr std::string_view kEnd = "</style>";
    const std::string page = error_page(404, {});
    const auto end = page.find(kEnd);
    return end == page.npos ? std::string() : page.substr(0, end + kEnd.size());
}

void Press::fill_date(Sheet& sheet, const char* name, Instant instant, DateStyle style) const {
    auto date = sheet.add(name);
    date.text("ISO", to_iso8601(instant));
    // ICU takes microseconds for each: a page of cards asks for no more than it shows.
    if (style != DateStyle::Full) date.text("SHORT_DATE", calendar_.short_date(instant));
    if (style == DateStyle::Day) return;
    date.text("TIME", calendar_.time(instant));
    if (style == DateStyle::DayAndTime) return;
    date.text("DATE", calendar_.date(instant));
    if (const auto hijri = calendar_.hijri(instant); !hijri.empty())
        date.add("HIJRI").text("HIJRI_DATE", hijri);
}

void Press::fill_picture(Sheet& sheet, const story::Image& image, bool eager) const {
    auto picture = sheet.add("PICTURE");
    picture.text("SRC", story::media_address(image.media));
    if (const auto sizes = story::picture_sizes(image.media, image.width); !sizes.empty())
        picture.add("SIZED").text("SRCSET", sizes);
    if (const auto sizes = story::picture_sizes(image.media, image.width, story::PictureKind::Avif);
        !sizes.empty())
        picture.add("AVIF").text("SRCSET", sizes);
    picture.text("ALT", image.alt);
    picture.text("WIDTH", std::to_string(image.width));
    picture.text("HEIGHT", std::to_string(image.height));
    picture.show(eager ? "EAGER" : "LAZY");
    if (!image.focus.empty()) picture.add("FOCUSED").text("FOCUS", image.focus);
    if (image.caption.empty() && image.credit.empty()) return;
    auto caption = picture.add("CAPTION");
    caption.html("CAPTION_HTML", inline_html(image.caption));
    if (!image.credit.empty()) caption.add("CREDIT").html("CREDIT_HTML", inline_html(image.credit));
}

void Press::fill_card(Sheet& sheet, const Card& card, std::span<const Section> sections, bool eager) const {
    const Section* section = fill_headline(sheet, card, sections);
    if (!section) return;
    fill_urgency(sheet, card.urgency);
    if (!card.kicker.empty()) sheet.add("KICKER").html("KICKER_HTML", inline_html(card.kicker));
    if (!card.standfirst.empty())
        sheet.add("STANDFIRST").html("STANDFIRST_HTML", inline_html(excerpt(card.standfirst)));
    sheet.text("SECTION_NAME", section->name);
    fill_date(sheet, "PUBLISHED", card.published, DateStyle::Day);
    if (card.lead_image) fill_picture(sheet, *card.lead_image, eager);
}

void Press::fill_ranks(Sheet& sheet, std::span<const Card> cards, std::span<const Section> sections,
                       bool dated) const {
    std::int64_t rank = 0;
    for (const Card& card : cards) {
        auto item = sheet.add("ITEM");
        item.text("RANK", calendar_.number(++rank));
        fill_headline(item, card, sections);
        if (dated) fill_date(item, "PUBLISHED", card.published, DateStyle::Day);
    }
}

std::string Press::front_page(const FrontPage& page) const {
    Sheet sheet("front");
    if (page.breaking) {
        auto bar = sheet.add("BREAKING");
        fill_headline(bar, *page.breaking, page.sections);
    }
    for (std::size_t i = 0; i < page.top.size(); ++i) {
        auto place = sheet.add(i == 0 ? "LEAD" : "SECOND");
        auto card = place.include("CARD", "card.html");
        card.show(i == 0 ? "WITH_STANDFIRST" : "WITHOUT_STANDFIRST");
        fill_card(card, page.top[i], page.sections, i == 0);
    }
    for (const Card& latest : page.latest) {
        auto item = sheet.add("LATEST");
        fill_headline(item, latest, page.sections);
        item.text("TIME", calendar_.time(latest.published));
        item.text("ISO", to_iso8601(latest.published));
    }
    if (!page.most_read.empty()) {
        auto most_read = sheet.add("MOST_READ");
        fill_ranks(most_read, page.most_read, page.sections, false);
    }
    for (const River& river : page.rivers) {
        if (river.cards.empty()) continue;
        auto shown = sheet.add("RIVER");
        shown.text("NAME", river.section.name);
        shown.text("ADDRESS", address_of(river.section));
        shown.text("ID", river.section.slug);
        if (!river.section.hue.empty()) shown.add("HUED").text("HUE", river.section.hue);
        for (const Card& card : river.cards) {
            auto item = shown.add("ITEM").include("CARD", "card.html");
            fill_card(item, card, page.sections, false);
        }
    }
    if (page.top.empty()) sheet.show("EMPTY");
    const Frame frame{.address = page.preview ? "" : "/",
                      .kind = "front",
                      .sections = page.sections,
                      .feed = "/",
                      .preview = page.preview};
    return framed(frame, "front.html", sheet);
}

std::string Press::most_read_page(std::span<const Section> sections, const MostRead& most) const {
    struct Part {
        const char *title, *id;
        const std::vector<Card>& cards;
    };
    Sheet sheet("most_read");
    bool empty = true;
    for (const Part& part :
         {Part{"في الساعة الأخيرة", "hour", most.hour}, Part{"في اليوم الأخير", "day", most.day},
          Part{"في الأسبوع الأخير", "week", most.week}}) {
        if (part.cards.empty()) continue;
        empty = false;
        auto shown = sheet.add("PERIOD");
        shown.text("TITLE", part.title);
        shown.text("ID", part.id);
        fill_ranks(shown, part.cards, sections, true);
    }
    if (empty) sheet.show("EMPTY");
    const Frame frame{.title = "الأكثر قراءة",
                      .description = "ما قرأه القراء أكثر من غيره في الساعة واليوم والأسبوع.",
                      .address = "/most-read",
                      .kind = "mostread",
                      .sections = sections};
    return framed(frame, "most_read.html", sheet);
}

std::string Press::story_list_page(const StoryListPage& page) const {
    Sheet sheet("river");
    sheet.html("TITLE_HTML", inline_html(page.title));
    if (page.section) fill_parts(sheet, *page.section, page.sections);
    if (!page.about.empty()) sheet.add("ABOUT").html("ABOUT_HTML", inline_html(page.about));
    bool eager = true;
    for (const Card& card : page.cards) {
        auto item = sheet.add("ITEM").include("CARD", "card.html");
        item.show("WITH_STANDFIRST");
        fill_card(item, card, page.sections, eager);
        eager = false;
    }
    if (page.cards.empty()) sheet.show("EMPTY");
    if (!page.older.empty() || !page.newer.empty()) {
        auto turn = sheet.add("TURN");
        if (!page.newer.empty()) turn.add("NEWER").text("ADDRESS", page.newer);
        if (!page.older.empty()) turn.add("OLDER").text("ADDRESS", page.older);
    }
    const Frame frame{.title = page.first ? page.title : page.title + " – أخبار أقدم",
                      .description = page.about,
                      .address = page.address,
                      .kind = "river",
                      .sections = page.sections,
                      .current = page.section ? page.section->id : story::SectionId{},
                      .feed = page.feed};
    return framed(frame, "river.html", sheet);
}

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

std::string Press::topic_introduction(const story::Topic& topic) const {
    static constexpr std::array<std::string_view, 4> kKinds = {"موضوع", "شخصية", "مكان", "جهة"};
    return fmt::format("{} · {}", kKinds[static_cast<std::size_t>(topic.kind)],
                       calendar_.count(topic.stories, Counted::Story));
}

std::string Press::message_page(const MessagePage& page) const {
    Sheet sheet("message");
    sheet.html("TITLE_HTML", inline_html(page.title));
    sheet.html("TEXT_HTML", inline_html(page.text));
    if (!page.detail.empty()) sheet.add("DETAIL").html("DETAIL_HTML", inline_html(page.detail));
    fill_returned(sheet, page.returned);
    for (const Section& section : page.sections) {
        auto item = sheet.add("SECTION");
        item.text("NAME", section.name);
        item.text("ADDRESS", address_of(section));
    }
    const Frame frame{.title = page.title,
                      .description = page.text,
                      .kind = "message",
                      .sections = page.sections,
                      .indexed = false};
    return framed(frame, "message.html", sheet);
}

std::string Press::error_page(int status, std::span<const Section> sections) const {
    switch (status) {
        case 400:
            return message_page(
                {sections, "طلب غير مفهوم", "لم يُفهم العنوان الذي طلبته؛ لعلّ جزءًا منه سقط عند النسخ.", {}});
        case 404:
            return message_page({sections,
                                 "لم نجد هذه الصفحة",
                                 "ربما تغيّر عنوانها أو كُتب بخطأ. جرّب الصفحة الأولى أو أحد الأقسام.",
                                 {}});
        case 405:
            return message_page(
                {sections, "لا يمكن هذا هنا", "هذه الصفحة تُقرأ ولا تستقبل ما أُرسل إليها.", {}});
        case 429:
            return message_page({sections, "بحثت كثيرًا في وقت قصير", "البحث متاح لك من جديد بعد دقيقة.", {}});
        case 503: return message_page({sections, "الموقع مشغول الآن", "أعد المحاولة بعد دقيقة من فضلك.", {}});
        default:
            return message_page({sections,
                                 "حدث خطأ عندنا",
                                 "تعذّر عرض الصفحة لعطل في الموقع، وليس منك. أعد المحاولة بعد قليل.",
                                 {}});
    }
}

std::string Press::unsaved_comment_page(std::string_view text) const {
    return message_page({{},
                         "تعذّر حفظ التعليق لعطل عندنا",
                         "لم يضع ما كتبته: هو هنا. ارجع إلى الصفحة السابقة وأرسله بعد قليل من فضلك.",
                         {},
                         {{}, std::string(text)}});
}

std::string Press::stray_comment_page(std::string_view text) const {
    return message_page({{},
                         "لم نجد هذه المادة",
                         "المادة التي علّقت عليها ليست هنا، فلم يُحفظ تعليقك. لم يضع ما كتبته: هو هنا لتنسخه "
                         "إن شئت.",
                         {},
                         {{}, std::string(text)}});
}

std::string Press::withdrawn_page(std::string_view why, std::span<const Section> sections,
                                  const ReturnedComment& returned) const {
    return message_page({sections, "سُحبت هذه المادة",
                         "نشر الموقع هنا مادة ثم سحبها. نترك هذا البيان في مكانها لأن من حق القارئ أن يعرف.",
                         std::string(why), returned});
}

}  // namespace warraq::press
