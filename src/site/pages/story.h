// The story page: /{section}/{id}/{slug}.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Redirects (301) to the story's one address from any other that has its number.
Result<serve::Reply> story_page(ReadContext& context);

// /{section}/{id}: what people cut an address down to.
Result<serve::Reply> short_story_address(ReadContext& context);

// The page with `form` under its comments. Error: NotFound where there is no such page of comments.
Result<serve::Reply> render_story(ReadContext& context, const story::Story& story,
                                  const story::Section& section, const press::CommentForm& form,
                                  std::int64_t comments_page);

// What stands in the place of a story that was taken down (410).
Result<serve::Reply> withdrawn_page(ReadContext& context, const store::Withdrawn& withdrawn,
                                    const press::ReturnedComment& returned = {});

// How a story would look, whatever its status, without comments. Takes a snapshot. Error: NotFound where its
// section is not there; Unavailable.
Result<std::string> preview_story(SiteState& site, story::Story story);

}  // namespace warraq::site
