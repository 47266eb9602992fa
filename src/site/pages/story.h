// The story page: /{section}/{id}/{slug}.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Redirects (301) to the canonical address from any other with the story's number.
Result<serve::Reply> story_page(ReadContext& context);

// /{section}/{id}, a shortened address: redirects to the canonical one.
Result<serve::Reply> short_story_address(ReadContext& context);

// The page, with `form` below the comments. Error: NotFound where there is no such page of comments;
// Unavailable.
Result<serve::Reply> render_story(ReadContext& context, const story::Story& story,
                                  const story::Section& section, const press::CommentForm& form,
                                  std::int64_t comments_page);

// The page in place of a story that was taken down (410).
Result<serve::Reply> withdrawn_page(ReadContext& context, const store::Withdrawn& withdrawn,
                                    const press::ReturnedComment& returned = {});

// The page of a story of any status, without comments. Takes a snapshot. Error: NotFound where its section
// does not exist; Unavailable.
Result<std::string> preview_story(SiteState& site, story::Story story);

}  // namespace warraq::site
