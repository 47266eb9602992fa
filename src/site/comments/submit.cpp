// A reader's comment on its way: read, screened, checked, kept, or given back.
#include "site/comments/submit.h"

#include <algorithm>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "site/comments/form_token.h"
#include "site/comments/thread.h"
#include "site/pages/errors.h"
#include "site/pages/find_story.h"
#include "site/pages/story.h"
#include "site/reply.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;

namespace {

std::string value_of(const std::vector<serve::Field>& form, std::string_view name) {
    const auto found =
        std::find_if(form.begin(), form.end(), [&](const auto& field) { return field.name == name; });
    return found == form.end() ? std::string() : found->value;
}

// A comment as a reader sent it, and what is to become of it.
struct SentComment {
    std::vector<serve::Field> fields;
    std::string address_hash;  // of the sender
    StoryLookup page;
    press::CommentForm form;
    story::CommentPolicy policy = story::CommentPolicy::Closed;
    CommentRules::Outcome outcome;
    int status = 422;  // of the page with the form, when it comes back

    bool fine() const { return !form.errors.any() && form.problem.empty() && !form.challenge; }
    std::string value(std::string_view name) const { return value_of(fields, name); }
    void refuse(int with, std::string why) {
        status = with;
        form.problem = std::move(why);
    }
};

// What the page showed may not hold any more: the story may be withdrawn, its comments closed, the comment
// that is answered removed. Then `sent` is refused.
Result<story::CommentPolicy> check_story(const SiteState& site, store::PublicReader& reader,
                                         story::StoryId id, SentComment& sent) {
    auto story = reader.card(id);
    if (!story) return fail(story.error());
    if (!*story) {
        auto withdrawn = reader.withdrawn(id);
        if (!withdrawn) return fail(withdrawn.error());
        if (!*withdrawn) return not_found("no story that readers may see");
        sent.refuse(410, "سُحبت هذه المادة، فلم يُحفظ تعليقك عليها. ما كتبته محفوظ هنا لتنسخه إن شئت.");
        return story::CommentPolicy::Closed;
    }
    auto policy = site.comment_rules.policy(reader, **story);
    if (!policy) return policy;
    if (const auto parent = sent.value("parent"); !parent.empty()) {
        auto answered = answered_comment(reader, id, parent);
        if (!answered) return fail(answered.error());
        sent.form.parent = *answered;
        if (!*answered)
            sent.refuse(409, "حُذف التعليق الذي تردّ عليه. ما كتبته محفوظ هنا؛ يمكنك إرساله تعليقًا مستقلًا.");
    }
    if (*policy == story::CommentPolicy::Closed || !(*story)->page_path.empty())
        sent.refuse(409, "أُغلق باب التعليق على هذه المادة. ما كتبته محفوظ هنا لتنسخه إن شئت.");
    return policy;
}

// The form, and the story as it is now.
Result<SentComment> read_comment(ReadContext& context) {
    const serve::Request& request = context.request;
    SentComment sent{.fields = serve::parse_form(request.body),
                     .address_hash = context.site.comment_rules.address_hash(request.address),
                     .page = {},
                     .form = {},
                     .outcome = {}};
    sent.form.draft = story::clean({sent.value("name"), sent.value("email"), sent.value("text")});
    sent.form.errors = story::errors_of(sent.form.draft);
    auto found = find_story(context, request.capture("id"));
    if (!found) return fail(found.error());
    sent.page = std::move(*found);
    const story::StoryId id = sent.page.withdrawn ? sent.page.withdrawn->id : sent.page.story->id;
    auto policy = check_story(context.site, context.reader, id, sent);
    if (!policy) return fail(policy.error());
    sent.policy = *policy;
    return sent;
}

// Decides what becomes of it. Takes a snapshot.
Result<void> screen(SiteState& site, SentComment& sent) {
    auto screened = site.comment_rules.screen(site.store, sent.form.draft, sent.address_hash, sent.policy);
    if (!screened) return fail(screened.error());
    sent.outcome = std::move(*screened);
    return {};
}

// Whether a person sent it, and no more than one writes.
void check_sender(Context& context, SentComment& sent) {
    SiteState& site = context.site;
    press::CommentForm& form = sent.form;
    const story::StoryId story = sent.page.story->id;
    form.token = sent.value("token");
    if (sent.fine()) form.problem = token_problem(site, story, form.token);
    if (!sent.fine()) {
        form.token = form_token(site, story);
        return;
    }
    sent.status = 429;
    if (site.comment_challenge.demanded(now())) {
        const auto work = sent.value("work");
        if (work.empty())
            form.challenge = {site.comment_challenge.make(now()), CommentChallenge::kBits};
        else if (!site.comment_challenge.met(sent.value("challenge"), sent.value("text"), work, now()))
            form.problem = "تعذّر التحقق من التعليق. ما كتبته محفوظ هنا؛ أرسله مرة أخرى من فضلك.";
    }
    if (sent.fine() && !site.comment_limiter.allow(context.request.address, std::chrono::steady_clock::now()))
        form.problem =
            "أرسلت عددًا من التعليقات في وقت قصير. ما كتبته محفوظ هنا؛ أرسله بعد بضع دقائق من فضلك.";
}

// Stored, or `sent` says why not: what was true when it was read is asked once more where nothing can come
// between.
Result<void> keep_comment(SiteState& site, SentComment& sent) {
    store::NewComment comment{sent.page.story->id, sent.form.draft,     {},
                              sent.outcome.status, sent.outcome.reason, sent.address_hash};
    if (sent.form.parent) comment.parent = sent.form.parent->id;
    comment.keep_email = site.settings.comments.keep_emails;
    const auto stored = site.store.add_comment(comment, [&](store::PublicReader& reader) -> Result<bool> {
        if (auto checked = check_story(site, reader, comment.story, sent); !checked)
            return fail(checked.error());
        return sent.fine();
    });
    if (stored) return {};
    if (stored.error().kind != Error::Kind::Unavailable) return fail(stored.error());
    if (const auto times = site.unsaved_comments_log.tell())
        spdlog::error("a comment was not stored: {} ({} since this was told)", stored.error().message,
                      *times);
    sent.refuse(503, "تعذّر حفظ التعليق لعطل عندنا. ما كتبته محفوظ هنا؛ أرسله بعد قليل من فضلك.");
    return {};
}

// There is no page to be shown around the form: the story is not there, or cannot be read.
Reply comment_without_page(Context& context, int status) {
    const auto text = value_of(serve::parse_form(context.request.body), "text");
    const press::Press& press = context.site.press;
    Reply reply =
        error_page(context.site, status,
                   status == 404 ? press.stray_comment_page(text) : press.unsaved_comment_page(text));
    reply.cache_control = "no-store";
    return reply;
}

// The page as it is now, with what was written.
Result<Reply> give_back(ReadContext& context, const SentComment& sent) {
    auto found = find_story(context, context.request.capture("id"));
    if (!found) return fail(found.error());
    auto reply = found->withdrawn
                     ? withdrawn_page(context, *found->withdrawn, {sent.form.problem, sent.form.draft.text})
                     : render_story(context, *found->story, *found->section, sent.form, 1);
    if (!reply) return reply;
    if (reply->status == 200) reply->status = sent.status;
    if (reply->status == 503) reply->headers.push_back(retry_after());
    reply->cache_control = "no-store";  // it holds what one reader typed
    return reply;
}

Result<Reply> take_comment(Context& context) {
    const auto give_back_form = [&](const SentComment& sent) {
        return context.read([&](ReadContext& fresh) { return give_back(fresh, sent); });
    };
    auto sent = context.read(read_comment);
    if (!sent) return fail(sent.error());
    if (sent->fine())
        if (auto screened = screen(context.site, *sent); !screened) return fail(screened.error());
    if (sent->page.withdrawn) return give_back_form(*sent);
    // The field that people do not see was filled in: a bot wrote this. It is told what it hopes to hear.
    const bool by_bot = !sent->value("website").empty();
    if (!by_bot) {
        check_sender(context, *sent);
        if (sent->fine())
            if (auto kept = keep_comment(context.site, *sent); !kept) return fail(kept.error());
        if (!sent->fine()) return give_back_form(*sent);
    }
    const bool shown = !by_bot && sent->outcome.status == story::CommentStatus::Approved;
    return redirect(303, fmt::format("{}?comment={}#comment-form",
                                     story::address_of(*sent->page.story, *sent->page.section),
                                     shown ? "published" : "received"));
}

}  // namespace

Result<Reply> post_comment(Context& context) {
    if (!context.request.content_type.starts_with("application/x-www-form-urlencoded"))
        return bare_error(415);
    auto reply = take_comment(context);
    if (!reply) return comment_without_page(context, page_failure(context, reply.error()).status);
    return reply;
}

}  // namespace warraq::site
