#include "press/fill.h"

#include "base/utf8.h"
#include "press/html.h"
#include "story/address.h"

namespace warraq::press {

using story::address_of;
using story::Card;
using story::find_section;
using story::Section;

std::string excerpt(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return std::string(text);
    auto cut = utf8::prefix(text, bytes);
    if (const auto space = cut.rfind(' '); space != cut.npos) cut = cut.substr(0, space);
    return std::string(cut) + "…";
}

const Section* fill_headline(Sheet& sheet, const Card& card, std::span<const Section> sections) {
    const Section* section = find_section(sections, card.section);
    if (!section) return nullptr;
    sheet.text("ADDRESS", address_of(card, *section));
    sheet.html("HEADLINE_HTML", inline_html(card.headline));
    return section;
}

void fill_urgency(Sheet& sheet, story::Urgency urgency) {
    if (urgency == story::Urgency::Normal) return;
    sheet.add("URGENT").text("MARK", urgency == story::Urgency::Breaking ? "عاجل" : "يُحدَّث");
}

}  // namespace warraq::press
