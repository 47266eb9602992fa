// Comments as an RSS feed.
#include "site/feeds/comments_feed.h"

#include <algorithm>
#include <fmt/format.h>

#include "press/feeds.h"
#include "site/pages/find_story.h"
#include "story/address.h"

namespace warraq::site {
namespace {

constexpr int kComments = 30;

}  // namespace

Result<serve::Reply> comments_feed(ReadContext& context) {
    const serve::Request& request = context.request;
    const press::Publication& publication = context.site.settings.publication;
    press::CommentsFeed feed{
        .title = "تعليقات – " + publication.name, .home = "/", .self = request.path, .items = {}};
    serve::Reply reply = context.page({});
    const auto add = [&](story::Comment& comment, const std::string& headline) {
        feed.items.push_back({std::move(comment), headline});
    };
    if (const auto file = request.capture("file"); !file.empty()) {
        if (!file.ends_with(".xml")) return not_found("there is no such feed");
        auto found = find_story(context, file.substr(0, file.size() - 4));
        if (!found) return fail(found.error());
        if (!found->story) return not_found("the story was withdrawn");
        auto threads =
            context.reader.threads(found->story->id, store::ThreadOrder::NewestFirst, 0, kComments);
        if (!threads) return fail(threads.error());
        for (story::Thread& thread : threads->threads) {
            add(thread.comment, found->story->headline);
            for (story::Comment& answer : thread.replies) add(answer, found->story->headline);
        }
        feed.title = found->story->headline + " – " + feed.title;
        feed.home = story::address_of(*found->story, *found->section);
        reply.tags.push_back(fmt::format("story:{}", found->story->id.value));
    } else {
        auto latest = context.reader.latest_comments(kComments);
        if (!latest) return fail(latest.error());
        for (store::PublicComment& one : *latest) add(one.comment, one.headline);
        reply.cache_control = "no-store";  // a new comment drops nothing but its story's pages
    }
    reply.type = press::media_type_of(press::FeedKind::Rss);
    reply.body = press::comments_feed(publication, feed);
    return reply;
}

}  // namespace warraq::site
