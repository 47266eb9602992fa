// Search results for display: the story's card, the matching words in its headline, and a snippet of its
// text.
#pragma once

#include <string>
#include <vector>

#include "press/publication.h"
#include "search/index.h"
#include "search/snippet.h"
#include "store/public_reader.h"

namespace warraq::site {

struct FoundStory {
    story::Card card;
    story::Section section;
    std::vector<search::Span> headline_marks;
    search::Snippet snippet;
};

// In the order of the hits, without stories that are no longer public.
Result<std::vector<FoundStory>> read_found(store::PublicReader& reader, const search::Results& results);

// {"total": …, "results": [{"id", "headline", "url", "published", …}]}; docs/search.md has all of it.
std::string found_json(const search::Query& query, const search::Results& results,
                       const std::vector<FoundStory>& found, const press::Publication& publication);

}  // namespace warraq::site
