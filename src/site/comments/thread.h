// The threads of comments under a story.
#pragma once

#include "site/context.h"

namespace warraq::site {

inline constexpr std::int64_t kLastCommentsPage = 10'000;

// A page of a story's threads, from 1, empty beyond the last; and whether the story takes comments. Error:
// NotFound beyond kLastCommentsPage; Unavailable.
Result<press::CommentsPart> comments_of(ReadContext& context, const story::Story& story,
                                        const story::Section& section, std::int64_t page);

store::ThreadOrder thread_order(const SiteState& site);

// The comment to be answered, by the number in the form; nullopt where it is not a public comment of the
// story.
Result<std::optional<story::Comment>> answered_comment(store::PublicReader& reader, story::StoryId story,
                                                       std::string_view number);

}  // namespace warraq::site
