// The search page: the form, what was found, and the ways to narrow it.
#include <fmt/format.h>

#include "press/frame.h"
#include "story/address.h"

namespace warraq::press {
namespace {

void fill_choices(Sheet& sheet, const char* name, const std::vector<SearchChoice>& choices,
                  const Calendar& calendar) {
    if (choices.empty()) return;
    auto list = sheet.add(name);
    for (const SearchChoice& choice : choices) {
        auto item = list.add("CHOICE");
        item.text("ADDRESS", choice.address);
        item.html("NAME_HTML", inline_html(choice.name));
        if (choice.chosen) item.show("CHOSEN");
        if (choice.stories > 0) item.add("COUNTED").text("COUNT", calendar.number(choice.stories));
    }
}

}  // namespace

std::string Press::search_page(const SearchPage& page) const {
    using Answer = SearchPage::Answer;
    Sheet sheet("search");
    sheet.text("QUERY", page.query);
    for (const auto& [name, value] : page.kept) {
        auto kept = sheet.add("KEPT");
        kept.text("NAME", name);
        kept.text("VALUE", value);
    }
    switch (page.answer) {
        case Answer::None: sheet.show("INVITATION"); break;
        case Answer::Nothing: sheet.show("NOTHING"); break;
        case Answer::BeingMade: sheet.show("BEING_MADE"); break;
        case Answer::Nearest: sheet.show("NEAREST"); break;
        case Answer::Mended: sheet.show("MENDED"); break;
        case Answer::Found: {
            auto told = sheet.add("TOTAL");
            told.text("COUNT", calendar_.count(page.total, Counted::Story));
            if (!page.exact) told.show("ABOUT");
            break;
        }
    }
    if (page.incomplete && page.answer != Answer::BeingMade) sheet.show("INCOMPLETE");
    if (!page.correction.empty()) {
        auto correction = sheet.add("CORRECTION");
        correction.text("ADDRESS", page.correction_address);
        correction.html("QUERY_HTML", inline_html(page.correction));
    }
    fill_choices(sheet, "FILTERS", page.chosen, calendar_);
    if (!page.found.empty()) {
        fill_choices(sheet, "ORDERS", page.orders, calendar_);
        fill_choices(sheet, "SECTIONS", page.section_choices, calendar_);
        fill_choices(sheet, "YEARS", page.year_choices, calendar_);
        auto results = sheet.add("RESULTS");
        for (const FoundItem& found : page.found) {
            auto item = results.add("RESULT");
            item.text("ADDRESS", story::address_of(found.card, found.section));
            item.html("HEADLINE_HTML", marked_html(found.headline.text, found.headline.marks));
            item.html("SNIPPET_HTML", marked_html(found.snippet.text, found.snippet.marks));
            item.text("SECTION_NAME", found.section.name);
            fill_date(item, "PUBLISHED", found.card.published, DateStyle::Day);
        }
        if (!page.newer.empty() || !page.older.empty()) {
            auto turn = results.add("TURN");
            if (!page.newer.empty()) turn.add("NEWER").text("ADDRESS", page.newer);
            if (!page.older.empty()) turn.add("OLDER").text("ADDRESS", page.older);
        }
    }
    const Frame frame{.title = page.query.empty() ? "البحث" : "البحث: " + page.query,
                      .kind = "search",
                      .sections = page.sections,
                      .indexed = page.query.empty()};
    return framed(frame, "search.html", sheet);
}

}  // namespace warraq::press
