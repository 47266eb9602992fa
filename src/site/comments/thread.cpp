// A page of a story's comments.
#include "site/comments/thread.h"

#include <fmt/format.h>

#include "base/number.h"
#include "story/address.h"

namespace warraq::site {

Result<press::CommentsPart> comments_of(ReadContext& context, const story::Story& story,
                                        const story::Section& section, std::int64_t page) {
    const SiteState& site = context.site;
    const int size = site.settings.comments.threads_on_a_page;
    if (page > kLastCommentsPage) return not_found("no such page of comments");
    auto open = site.comment_rules.takes_comments(context.reader, story);
    if (!open) return fail(open.error());
    auto threads =
        context.reader.threads(story.id, thread_order(site), static_cast<int>(page - 1) * size, size);
    if (!threads) return fail(threads.error());
    press::CommentsPart part;
    part.threads = std::move(threads->threads);
    part.count = threads->comments;
    part.open = *open;
    const std::string address = story::address_of(story, section);
    const auto page_address = [&](std::int64_t number) {
        return number == 1 ? address + "#comments" : fmt::format("{}?comments={}#comments", address, number);
    };
    if (page > 1) part.newer = page_address(page - 1);
    if (page * size < threads->total) part.older = page_address(page + 1);
    return part;
}

store::ThreadOrder thread_order(const SiteState& site) {
    return site.settings.comments.newest_first ? store::ThreadOrder::NewestFirst
                                               : store::ThreadOrder::OldestFirst;
}

Result<std::optional<story::Comment>> answered_comment(store::PublicReader& reader, story::StoryId story,
                                                       std::string_view number) {
    const auto id = number_from(number);
    if (!id) return std::nullopt;
    auto comment = reader.comment({*id});
    if (!comment) return comment;
    if (!*comment || (*comment)->story != story) return std::nullopt;
    return comment;
}

}  // namespace warraq::site
