// What the layout around a page needs. Internal to the room.
#pragma once

#include <span>
#include <string>

#include "press/press.h"

namespace warraq::press {

struct Press::Frame {
    std::string title = {};        // before the publication's name; empty for the front page
    std::string share_title = {};  // empty: the title
    std::string description = {};
    std::string address = {};  // canonical, from the root; empty for pages that have none
    std::string kind;          // class of the body element
    std::span<const story::Section> sections;
    story::SectionId current = {};     // section to mark in the menu
    std::string feed = {};             // path of what its feeds follow; empty for none
    const StoryPage* story = nullptr;  // of a story's page: what shares and search engines are told of it
    bool preview = false;              // only looked at: no script runs
    bool indexed = true;               // false: search engines are asked to leave the page out
};

}  // namespace warraq::press
