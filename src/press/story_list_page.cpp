// Pages of stories, newest first: a section's, a person's, a topic's.
#include <array>
#include <fmt/format.h>

#include "press/frame.h"
#include "story/address.h"

namespace warraq::press {

using story::address_of;
using story::Card;
using story::find_section;
using story::Section;

namespace {

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

}  // namespace

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

std::string Press::topic_introduction(const story::Topic& topic) const {
    static constexpr std::array<std::string_view, 4> kKinds = {"موضوع", "شخصية", "مكان", "جهة"};
    return fmt::format("{} · {}", kKinds[static_cast<std::size_t>(topic.kind)],
                       calendar_.count(topic.stories, Counted::Story));
}

}  // namespace warraq::press
