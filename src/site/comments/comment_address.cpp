// The way from a comment's number to its place under its story.
#include "site/comments/comment_address.h"

#include <fmt/format.h>

#include "base/number.h"
#include "site/comments/thread.h"
#include "site/pages/find_story.h"
#include "site/reply.h"
#include "story/address.h"

namespace warraq::site {

Result<serve::Reply> comment_address(ReadContext& context) {
    const auto id = number_from(context.request.capture("id"));
    if (!id) return not_found("not a comment's number");
    auto comment = context.reader.comment({*id});
    if (!comment) return fail(comment.error());
    if (!*comment) return not_found("no comment that readers may see");
    auto before = context.reader.threads_before({*id}, thread_order(context.site));
    if (!before) return fail(before.error());
    auto found = find_story(context, (*comment)->story);
    if (!found) return fail(found.error());
    if (!*before || !found->story) return not_found("no comment that readers may see");
    const std::int64_t page = **before / context.site.settings.comments.threads_on_a_page + 1;
    const std::string address = story::address_of(*found->story, *found->section);
    return redirect(303, page == 1 ? fmt::format("{}#comment-{}", address, *id)
                                   : fmt::format("{}?comments={}#comment-{}", address, page, *id));
}

}  // namespace warraq::site
