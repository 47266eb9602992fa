// The layout that stands around every page.
#include "press/press.h"

#include "base/percent.h"
#include "press/feeds.h"
#include "press/frame.h"
#include "story/address.h"

namespace warraq::press {

using story::address_of;
using story::find_section;
using story::Section;

namespace {

void fill_links(Sheet& sheet, const std::vector<MenuLink>& links) {
    for (const auto& [name, address] : links) {
        auto item = sheet.add("LINK");
        item.text("NAME", name);
        item.text("ADDRESS", address);
    }
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

}  // namespace warraq::press
