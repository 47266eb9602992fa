// Dates, pictures and the cards that lead to stories.
#include <algorithm>

#include "press/fill.h"
#include "press/press.h"
#include "story/address.h"

namespace warraq::press {

using story::Card;
using story::Section;

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

}  // namespace warraq::press
