// One line of a story file: {"id", "source", "section", "headline", "published", "author", "abstract",
// "paragraphs", "url"}. What it says, in the newsroom's terms; nothing is stored here.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "story/section.h"
#include "story/story.h"

namespace warraq::archive {

struct StoryLine {
    std::string external_id;
    std::string fingerprint;             // of the line's bytes
    story::Section section;              // slug, name and position
    std::vector<std::string> signed_by;  // people's names
    story::Story story;                  // without id, section and bylines, which the store gives
};

// Error: Invalid, with the reason in a few words.
Result<StoryLine> read_story_line(std::string_view line);

// «القاهرة - أشرف عبدالحميد» says where, and who; «موسكو - د ب أ» names an agency, not a person.
struct Credit {
    std::string dateline;
    std::string person;
    std::string agency;
};
Credit read_credit(std::string_view author, std::string_view outlet);

}  // namespace warraq::archive
