// The front page.
#include "press/fill.h"
#include "press/frame.h"
#include "story/address.h"

namespace warraq::press {

using story::address_of;
using story::Card;

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

}  // namespace warraq::press
