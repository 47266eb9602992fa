// The first reading of a WordPress export: who and what there is, brought into the newsroom, so that each
// post finds its section, author and pictures. Part of import_wordpress.
#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "wordpress/attachments.h"
#include "wordpress/import_step.h"
#include "wordpress/site.h"
#include "wordpress/wxr.h"

namespace warraq::wordpress {

struct WordpressSurvey {
    WordpressSite site{""};
    std::string language;
    std::unordered_map<std::string, story::SectionId> sections;  // by slug
    std::unordered_map<std::string, story::Person> people;       // by login
    std::unordered_map<std::string, story::UserId> users;        // by login
    std::unordered_map<std::int64_t, std::string> category_of;   // slug by number, for plugins that name one
    story::SectionId default_section;
    WordpressAttachments attachments;
    std::unordered_map<std::int64_t, std::vector<std::int64_t>> attached_to;  // pictures by post
    std::uint64_t items = 0;                                                  // that are to be taken
};

// Error: as import_wordpress.
Result<WordpressSurvey> survey_wordpress(store::Store& store, const std::filesystem::path& file,
                                         const WordpressOptions& options, WordpressReport& report,
                                         const TellNote& tell);

// Of a state that has no place here.
bool is_left_out(const WxrItem& item);

// Types that a site keeps for itself: menus, styles, revisions.
bool is_wordpress_machinery(std::string_view type);

}  // namespace warraq::wordpress
