// What several pages show alike. Internal to the room.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "press/theme.h"
#include "story/section.h"
#include "story/story.h"

namespace warraq::press {

// A sentence's worth for a description: cut at a word.
std::string excerpt(std::string_view text, std::size_t bytes = 320);

// The card's section; nullptr, and nothing filled, when there is none.
const story::Section* fill_headline(Sheet& sheet, const story::Card& card,
                                    std::span<const story::Section> sections);

void fill_urgency(Sheet& sheet, story::Urgency urgency);

}  // namespace warraq::press
