// From a post of a WordPress export to a story. Part of import_wordpress.
#pragma once

#include "wordpress/survey.h"
#include "wordpress/wxr.h"

namespace warraq::wordpress {

struct WordpressStory {
    std::int64_t number = 0;  // WordPress's
    std::string external_id;
    std::string fingerprint;
    std::string type;
    story::Story story;  // without id; bylines are set
    story::UserId owner;
    std::vector<std::string> old_addresses;  // that lead to it
    bool comments_closed = false, sticky = false;
    bool has_old_links = false;
    std::vector<store::ImportedComment> comments;  // their story, and parents as ours, come with the store
    std::vector<std::int64_t> parents;             // of the comments, WordPress's numbers
    std::uint64_t pingbacks = 0;
    std::vector<WordpressNote> notes;
};

// Its comments are put in order. Error: Invalid, when it cannot be one.
Result<WordpressStory> read_wordpress_story(WxrItem& item, const WordpressSurvey& survey,
                                            WordpressFiles& files);

std::string wordpress_id(const WordpressSite& site, std::string_view kind, std::int64_t number);

// «2018-02-05 08:54:07», as WordPress writes instants; nothing for «0000-00-00 00:00:00» and what is none.
std::optional<Instant> wordpress_time(std::string_view text);

}  // namespace warraq::wordpress
