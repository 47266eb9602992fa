// Readers' comments: threads on the story page, and what a reader sends.
#include <algorithm>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "site/reader_site.h"
#include "site/retry_after.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;
using serve::Request;

namespace {

std::string value_of(const std::vector<serve::Field>& form, std::string_view name) {
    const auto found =
        std::find_if(form.begin(), form.end(), [&](const auto& field) { return field.name == name; });
    return found == form.end() ? std::string() : found->value;
}

}  // namespace

// The form's time and place, signed: "1795512345.0f3c…".
std::string ReaderSite::form_token(story::StoryId id) const {
    const auto made = to_unix(now());
    return fmt::format("{}.{}", made,
                       crypto::keyed_hash(fmt::format("comment {} {}", id.value, made), form_key_));
}

std::string ReaderSite::token_problem(story::StoryId id, std::string_view token) const {
    const auto dot = std::min(token.find('.'), token.size());
    const auto made = number_from(token.substr(0, dot));
    const auto signature = token.substr(std::min(dot + 1, token.size()));
    const bool ours =
        made && crypto::equal(signature,
                              crypto::keyed_hash(fmt::format("comment {} {}", id.value, *made), form_key_));
    if (!ours) return "لم نتعرّف على النموذج الذي أرسلته. ما كتبته محفوظ هنا؛ أرسله مرة أخرى من فضلك.";
    if (to_unix(now()) - *made < settings_.comments.seconds_to_write)
        return "وصل التعليق أسرع مما يُكتب. انتظر لحظات ثم أرسله مرة أخرى من فضلك.";
    return {};
}

// A page of a story's threads, with what may be done there.
Result<press::CommentsPart> ReaderSite::comments_of(store::PublicReader& reader, const story::Story& story,
                                                    const story::Section& section, std::int64_t page) {
    const int size = settings_.comments.threads_on_a_page;
    if (page > kLastCommentsPage) return warraq::not_found("no such page of comments");
    auto policy = rules_.policy(reader, story);
    if (!policy) return fail(policy.error());
    auto threads = reader.threads(story.id, order(), static_cast<int>(page - 1) * size, size);
    if (!threads) return fail(threads.error());
    press::CommentsPart part;
    part.threads = std::move(threads->threads);
    part.count = threads->comments;
    part.open = *policy != story::CommentPolicy::Closed && story.page_path.empty();
    const std::string address = story::address_of(story, section);
    const auto page_address = [&](std::int64_t number) {
        return number == 1 ? address + "#comments" : fmt::format("{}?comments={}#comments", address, number);
    };
    if (page > 1) part.newer = page_address(page - 1);
    if (page * size < threads->total) part.older = page_address(page + 1);
    return part;
}

store::ThreadOrder ReaderSite::order() const {
    return settings_.comments.newest_first ? store::ThreadOrder::NewestFirst
                                           : store::ThreadOrder::OldestFirst;
}

// The comment that a reader wants to answer; nothing when it cannot be.
Result<std::optional<story::Comment>> ReaderSite::answered_comment(store::PublicReader& reader,
                                                                   story::StoryId story,
                                                                   std::string_view number) {
    const auto id = number_from(number);
    if (!id) return std::nullopt;
    auto comment = reader.comment({*id});
    if (!comment) return comment;
    if (!*comment || (*comment)->story != story) return std::nullopt;
    return comment;
}

// /comments/{id}: where a comment stands now, however many came before it since.
Reply ReaderSite::comment_address(const Request& request) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return failed(snapshot.error());
    const auto id = number_from(request.capture("id"));
    if (!id) return not_found();
    auto comment = (*snapshot)->comment({*id});
    if (!comment) return failed(comment.error());
    if (!*comment) return not_found();
    auto before = (*snapshot)->threads_before({*id}, order());
    if (!before) return failed(before.error());
    auto found = find_story(**snapshot, (*comment)->story);
    if (!found) return failed(found.error());
    if (!*before || !found->story) return not_found();
    const std::int64_t page = **before / settings_.comments.threads_on_a_page + 1;
    const std::string address = story::address_of(*found->story, *found->section);
    return redirect(303, page == 1 ? fmt::format("{}#comment-{}", address, *id)
                                   : fmt::format("{}?comments={}#comment-{}", address, page, *id));
}

// A comment as a reader sent it, and what is to become of it.
struct ReaderSite::SentComment {
    std::vector<serve::Field> fields;
    std::string address;  // of the sender; for limits only
    std::string address_hash;
    FoundPage page;
    press::CommentForm form;
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
Result<story::CommentPolicy> ReaderSite::check_story(store::PublicReader& reader, story::StoryId id,
                                                     SentComment& sent) {
    auto story = reader.card(id);
    if (!story) return fail(story.error());
    if (!*story) {
        auto withdrawn = reader.withdrawn(id);
        if (!withdrawn) return fail(withdrawn.error());
        if (!*withdrawn) return warraq::not_found("no story that readers may see");
        sent.refuse(410, "سُحبت هذه المادة، فلم يُحفظ تعليقك عليها. ما كتبته محفوظ هنا لتنسخه إن شئت.");
        return story::CommentPolicy::Closed;
    }
    auto policy = rules_.policy(reader, **story);
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

Result<ReaderSite::SentComment> ReaderSite::read_comment(const Request& request) {
    SentComment sent{.fields = serve::parse_form(request.body),
                     .address = request.address,
                     .address_hash = rules_.address_hash(request.address),
                     .page = {},
                     .form = {},
                     .outcome = {}};
    sent.form.draft = story::clean({sent.value("name"), sent.value("email"), sent.value("text")});
    sent.form.errors = story::errors_of(sent.form.draft);
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto found = find_story(**snapshot, request.capture("id"));
    if (!found) return fail(found.error());
    sent.page = std::move(*found);
    const story::StoryId id = sent.page.withdrawn ? sent.page.withdrawn->id : sent.page.story->id;
    auto policy = check_story(**snapshot, id, sent);
    if (!policy) return fail(policy.error());
    snapshot->reset();
    if (sent.fine()) {
        auto screened = rules_.screen(store_, sent.form.draft, sent.address_hash, *policy);
        if (!screened) return fail(screened.error());
        sent.outcome = std::move(*screened);
    }
    return sent;
}

// Whether a person sent it, and no more than one writes.
void ReaderSite::check_sender(SentComment& sent) {
    press::CommentForm& form = sent.form;
    const story::StoryId story = sent.page.story->id;
    form.token = sent.value("token");
    if (sent.fine()) form.problem = token_problem(story, form.token);
    if (!sent.fine()) {
        form.token = form_token(story);
        return;
    }
    sent.status = 429;
    if (challenge_.demanded(now())) {
        const auto work = sent.value("work");
        if (work.empty())
            form.challenge = {challenge_.make(now()), CommentChallenge::kBits};
        else if (!challenge_.met(sent.value("challenge"), sent.value("text"), work, now()))
            form.problem = "تعذّر التحقق من التعليق. ما كتبته محفوظ هنا؛ أرسله مرة أخرى من فضلك.";
    }
    if (sent.fine() && !comment_limiter_.allow(sent.address, std::chrono::steady_clock::now()))
        form.problem =
            "أرسلت عددًا من التعليقات في وقت قصير. ما كتبته محفوظ هنا؛ أرسله بعد بضع دقائق من فضلك.";
}

// Stored, or `sent` says why not: what was true when it was read is asked once more where nothing can come
// between.
Result<void> ReaderSite::keep_comment(SentComment& sent) {
    store::NewComment comment{sent.page.story->id, sent.form.draft,     {},
                              sent.outcome.status, sent.outcome.reason, sent.address_hash};
    if (sent.form.parent) comment.parent = sent.form.parent->id;
    comment.keep_email = settings_.comments.keep_emails;
    const auto stored = store_.add_comment(comment, [&](store::PublicReader& reader) -> Result<bool> {
        if (auto checked = check_story(reader, comment.story, sent); !checked) return fail(checked.error());
        return sent.fine();
    });
    if (stored) return {};
    if (stored.error().kind != Error::Kind::Unavailable) return fail(stored.error());
    spdlog::error("a comment was not stored: {}", stored.error().message);
    sent.refuse(503, "تعذّر حفظ التعليق لعطل عندنا. ما كتبته محفوظ هنا؛ أرسله بعد قليل من فضلك.");
    return {};
}

// There is no page to be shown around the form: the story is not there, or cannot be read.
Reply ReaderSite::comment_without_page(const Request& request, int status) {
    const auto text = value_of(serve::parse_form(request.body), "text");
    Reply reply =
        of_error(status, status == 404 ? press_.stray_comment_page(text) : press_.unsaved_comment_page(text));
    reply.cache_control = "no-store";
    return reply;
}

// The page as it is now, with what was written.
Reply ReaderSite::give_back(const Request& request, const SentComment& sent) {
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return comment_without_page(request, failed(snapshot.error()).status);
    auto found = find_story(**snapshot, request.capture("id"));
    if (!found) return comment_without_page(request, failed(found.error()).status);
    Reply reply = found->withdrawn ? withdrawn_page(**snapshot, *found->withdrawn,
                                                    {sent.form.problem, sent.form.draft.text})
                                   : show_story(**snapshot, *found->story, *found->section, sent.form, 1);
    if (reply.body.empty()) return comment_without_page(request, reply.status);
    if (reply.status == 200) reply.status = sent.status;
    if (reply.status == 503) reply.headers.push_back(retry_after());
    reply.cache_control = "no-store";  // it holds what one reader typed
    return reply;
}

Reply ReaderSite::post_comment(const Request& request) {
    if (!request.content_type.starts_with("application/x-www-form-urlencoded")) return bare_error(415);
    auto sent = read_comment(request);
    if (!sent) return comment_without_page(request, failed(sent.error()).status);
    if (sent->page.withdrawn) return give_back(request, *sent);
    // The field that people do not see was filled in: a machine wrote this. It is told what it hopes to hear.
    const bool by_machine = !sent->value("website").empty();
    if (!by_machine) {
        check_sender(*sent);
        if (sent->fine())
            if (auto kept = keep_comment(*sent); !kept)
                return comment_without_page(request, failed(kept.error()).status);
        if (!sent->fine()) return give_back(request, *sent);
    }
    const bool shown = !by_machine && sent->outcome.status == story::CommentStatus::Approved;
    return redirect(303, fmt::format("{}?comment={}#comment-form",
                                     story::address_of(*sent->page.story, *sent->page.section),
                                     shown ? "published" : "received"));
}

}  // namespace warraq::site
