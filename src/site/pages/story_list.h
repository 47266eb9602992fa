// Pages that list stories, newest first: of a section, an author, a topic. A page is told by the story that
// it begins before or after: ?before=12, ?after=34.
#pragma once

#include "site/context.h"

namespace warraq::site {

Result<serve::Reply> section_page(ReadContext& context);
Result<serve::Reply> author_page(ReadContext& context);
Result<serve::Reply> topic_page(ReadContext& context);

// A list, and how its pages look.
struct StoryList {
    store::CardQuery query;
    std::string address;  // of the first page
    std::string title;
    std::string about;                        // may be empty
    const story::Section* section = nullptr;  // of a section's list
    std::string tag;                          // of its pages: dropped when the list changes
};
// The page that the request asks for. Error: NotFound where there is no such page.
Result<serve::Reply> story_list_page(ReadContext& context, StoryList list);

// Takes ?before= or ?after= into the query; false when that is no story's number.
bool read_list_position(const serve::Request& request, store::CardQuery& query);
// The page is dropped when the story that it begins beside is taken down.
void tag_list_position(std::vector<std::string>& tags, const store::CardQuery& query);

// As many stories as the query says, and whether there are more beyond them.
struct ListPage {
    std::vector<story::Card> cards;
    bool more = false;
};
// Error: NotFound where the story to start from is not public; Unavailable.
Result<ListPage> read_list_page(store::PublicReader& reader, store::CardQuery query);

}  // namespace warraq::site
