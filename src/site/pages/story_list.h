// Lists of stories, newest first: of a section, an author, a topic. Pages are addressed by the story that
// they begin next to: ?before=12, ?after=34.
#pragma once

#include "site/context.h"

namespace warraq::site {

Result<serve::Reply> section_page(ReadContext& context);
Result<serve::Reply> author_page(ReadContext& context);
Result<serve::Reply> topic_page(ReadContext& context);

// A list and what its pages say about it.
struct StoryList {
    store::CardQuery query;
    std::string address;  // of the first page
    std::string title;
    std::string about;                        // may be empty
    const story::Section* section = nullptr;  // for the list of a section
    std::string tag;                          // of its pages; dropped when the list changes
};
// The page of `list` that the request asks for. Error: NotFound where there is no such page; Unavailable.
Result<serve::Reply> story_list_page(ReadContext& context, StoryList list);

// Reads ?before= or ?after= into the query; false where it is not a number.
bool read_list_position(const serve::Request& request, store::CardQuery& query);
// Adds the tag that drops a page when the story that it begins next to is taken down.
void tag_list_position(std::vector<std::string>& tags, const store::CardQuery& query);

// Up to `query.limit` stories, and whether there are more.
struct ListPage {
    std::vector<story::Card> cards;
    bool more = false;
};
// Error: NotFound where the story to start from is not public; Unavailable.
Result<ListPage> read_list_page(store::PublicReader& reader, store::CardQuery query);

}  // namespace warraq::site
