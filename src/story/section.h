#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "story/ids.h"

namespace warraq::story {

// A river of stories with a name: «اقتصاد» at /economy.
struct Section {
    SectionId id;
    std::string slug;  // lower-case letters, digits and hyphens; unique; never one of the site's own words
    std::string name;
    int position = 0;       // order on the front page and in the menu
    std::string hue;        // one of hues(), or empty: the site's own
    SectionId parent = {};  // that it is a part of; none: it stands in the menu
};

// The colours that a section, or the whole site, may take: each drawn by the theme for light and dark.
std::span<const std::string_view> hues();
bool is_hue(std::string_view name);

// The one with that number; nullptr when there is none.
const Section* find_section(std::span<const Section> sections, SectionId id);

// Those that the section is a part of, the nearest first.
std::vector<SectionId> sections_above(std::span<const Section> sections, SectionId id);

// False for the words that the site's own addresses begin with («static», «author», «health» …).
bool is_free_section_slug(std::string_view slug);

}  // namespace warraq::story
