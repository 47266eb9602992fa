// The threads of comments under a story.
#pragma once

#include "site/context.h"

namespace warraq::site {

inline constexpr std::int64_t kLastCommentsPage = 10'000;

// A page of a story's threads, the first being 1, with what may be done there. Error: NotFound beyond the
// last page; Unavailable.
Result<press::CommentsPart> comments_of(ReadContext& context, const story::Story& story,
                                        const story::Section& section, std::int64_t page);

store::ThreadOrder thread_order(const SiteState& site);

// The comment of this story that a reader wants to answer; nullopt when it cannot be answered.
Result<std::optional<story::Comment>> answered_comment(store::PublicReader& reader, story::StoryId story,
                                                       std::string_view number);

}  // namespace warraq::site
