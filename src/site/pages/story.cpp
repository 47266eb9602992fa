// The story page, what stands in the place of a withdrawn story, and previews.
#include "site/pages/story.h"

#include "base/number.h"
#include "site/comments/form_token.h"
#include "site/comments/thread.h"
#include "site/pages/find_story.h"
#include "site/pages/story_parts.h"
#include "site/reply.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;

Result<Reply> story_page(ReadContext& context) {
    const serve::Request& request = context.request;
    auto found = find_story(context, request.capture("id"));
    if (!found) return fail(found.error());
    if (found->withdrawn) return withdrawn_page(context, *found->withdrawn);
    const story::Story& story = *found->story;
    const auto address = story::address_of(story, *found->section);
    if (address != request.path) return redirect(301, address);
    press::CommentForm form;
    form.token = form_token(context.site, story.id);
    const auto comment = request.parameter("comment");
    form.received = comment == "received";
    form.published = comment == "published";
    if (!comment.empty() && !form.received && !form.published) return redirect(301, address);
    if (const auto answered = request.parameter("reply"); !answered.empty()) {
        auto parent = answered_comment(context.reader, story.id, answered);
        if (!parent) return fail(parent.error());
        if (!*parent) return redirect(303, address);
        form.parent = **parent;
    }
    const auto page = request.parameter("comments");
    const auto number = page.empty() ? std::optional<std::int64_t>(1) : number_from(page);
    if (!number || page == "1") return redirect(301, address);
    return render_story(context, story, *found->section, form, *number);
}

Result<Reply> short_story_address(ReadContext& context) {
    auto found = find_story(context, context.request.capture("id"));
    if (!found) return fail(found.error());
    if (found->withdrawn) return withdrawn_page(context, *found->withdrawn);
    return redirect(301, story::address_of(*found->story, *found->section));
}

Result<Reply> render_story(ReadContext& context, const story::Story& story, const story::Section& section,
                           const press::CommentForm& form, std::int64_t comments_page) {
    const SiteState& site = context.site;
    auto parts = story_parts(context, story, section, comments_page);
    if (!parts) return fail(parts.error());
    if (comments_page > 1 && parts->comments.threads.empty()) return not_found("no such page of comments");
    Reply reply = context.page(
        site.press.story_page({story, section, parts->sections, shown_topics(site, parts->topics),
                               parts->related.cards, parts->related.latest, parts->comments, form}));
    reply.view = story.id.value;
    reply.tags.insert(reply.tags.end(), parts->tags.begin(), parts->tags.end());
    return reply;
}

// The same at any address that has the story's number: its own address tells its headline, so the rest of the
// one asked for is not looked at.
Result<Reply> withdrawn_page(ReadContext& context, const store::Withdrawn& withdrawn,
                             const press::ReturnedComment& returned) {
    auto sections = context.sections();
    if (!sections) return fail(sections.error());
    Reply reply = context.page(context.site.press.withdrawn_page(withdrawn.why, *sections, returned));
    reply.status = 410;
    reply.cache_control = "no-store";  // it has more addresses than could be kept
    return reply;
}

Result<std::string> preview_story(SiteState& site, story::Story story) {
    if (story.published == Instant{}) story.published = story.updated;
    return read(site, [&](ReadContext& context) -> Result<std::string> {
        auto sections = context.sections();
        if (!sections) return fail(sections.error());
        const auto* section = story::find_section(*sections, story.section);
        if (!section) return not_found("the story's section is not there");
        auto related = related_to(context, story);
        if (!related) return fail(related.error());
        std::vector<story::Topic> tagged;
        tagged.reserve(story.tags.size());
        for (const story::Tag& tag : story.tags) tagged.push_back({.name = tag.name, .kind = tag.kind});
        std::vector<press::ShownTopic> topics;
        topics.reserve(tagged.size());
        for (const story::Topic& topic : tagged) topics.push_back({topic, false});
        press::CommentsPart comments;
        comments.open = false;
        return site.press.story_page(
            {story, *section, *sections, topics, related->cards, related->latest, comments, {}, true});
    });
}

}  // namespace warraq::site
