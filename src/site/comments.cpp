// Readers' comments: threads on the story page, and what a reader sends.
#include <algorithm>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "site/reader_site.h"
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
Result<press::CommentsPart> ReaderSite::comments_of(store::Reader& reader, const story::Story& story,
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
    part.open = *policy != story::CommentPolicy::Closed;
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
Result<std::optional<story::Comment>> ReaderSite::answered_comment(store::Reader& reader,
                                                                   story::StoryId story,
                                                                   std::string_view number) {
    const auto id = number_from(number);
    if (!id) return std::nullopt;
    auto comment = reader.comment({*id});
    if (!comment) return comment;
    if (!*comment || (*comment)->story != story || (*comment)->status != story::CommentStatus::Approved)
        return std::nullopt;
    return comment;
}

// /comments/{id}: where a comment stands now, however many came before it since.
Reply ReaderSite::comment_address(const Request& request) {
    auto snapshot = store_.snapshot();
    if (!snapshot) return failed(snapshot.error());
    const auto id = number_from(request.capture("id"));
    if (!id) return not_found();
    auto comment = (*snapshot)->comment({*id});
    if (!comment) return failed(comment.error());
    if (!*comment) return not_found();
    auto before = (*snapshot)->threads_before({*id}, order());
    if (!before) return failed(before.error());
    auto found = find_story(**snapshot, std::to_string((*comment)->story.value));
    if (!found) return failed(found.error());
    if (!*before || !story::is_public(found->story->status)) return not_found();
    const std::int64_t page = **before / settings_.comments.threads_on_a_page + 1;
    const std::string address = story::address_of(*found->story, *found->section);
    return redirect(303, page == 1 ? fmt::format("{}#comment-{}", address, *id)
                                   : fmt::format("{}?comments={}#comment-{}", address, page, *id));
}

Reply ReaderSite::post_comment(const Request& request) {
    if (!request.content_type.starts_with("application/x-www-form-urlencoded")) return error_page(415);
    const auto fields = serve::parse_form(request.body);
    press::CommentForm form;
    form.draft =
        story::clean({value_of(fields, "name"), value_of(fields, "email"), value_of(fields, "text")});
    form.errors = story::errors_of(form.draft);

    Result<FoundPage> found = FoundPage{};
    CommentRules::Outcome outcome;
    const std::string address_hash = rules_.address_hash(request.address);
    {
        auto snapshot = store_.snapshot();
        if (!snapshot) return failed(snapshot.error());
        found = find_story(**snapshot, request.capture("id"));
        if (!found) return failed(found.error());
        if (const auto parent = value_of(fields, "parent"); !parent.empty()) {
            auto answered = answered_comment(**snapshot, found->story->id, parent);
            if (!answered) return failed(answered.error());
            if (*answered)
                form.parent = **answered;
            else
                form.problem = "حُذف التعليق الذي تردّ عليه. ما كتبته محفوظ هنا؛ يمكنك إرساله تعليقًا مستقلًا.";
        }
        auto policy = rules_.policy(**snapshot, *found->story);
        if (!policy) return failed(policy.error());
        if (*policy == story::CommentPolicy::Closed) form.problem = "أُغلق باب التعليق على هذه المادة.";
        if (form.problem.empty() && !form.errors.any()) {
            auto screened = rules_.screen(**snapshot, form.draft, address_hash, *policy);
            if (!screened) return failed(screened.error());
            outcome = std::move(*screened);
        }
    }
    const story::Story& story = *found->story;
    const std::string address = story::address_of(story, *found->section);
    const std::string thanks = address + "?comment=received#comment-form";
    // The field that people do not see was filled in: a machine wrote this. It is told what it hopes to hear.
    if (!value_of(fields, "website").empty()) return redirect(303, thanks);

    int status = form.problem.empty() ? 422 : 409;
    if (!form.errors.any() && form.problem.empty())
        form.problem = token_problem(story.id, value_of(fields, "token"));
    if (!form.errors.any() && form.problem.empty() &&
        !comment_limiter_.allow(request.address, std::chrono::steady_clock::now())) {
        form.problem =
            "أرسلت عددًا من التعليقات في وقت قصير. ما كتبته محفوظ هنا؛ أرسله بعد بضع دقائق من فضلك.";
        status = 429;
    }
    if (!form.errors.any() && form.problem.empty()) {
        store::NewComment comment{story.id, form.draft, {}, outcome.status, outcome.reason, address_hash};
        if (form.parent) comment.parent = form.parent->id;
        comment.keep_email = settings_.comments.keep_emails;
        auto stored = store_.write([&](store::Writer& writer) { return writer.add_comment(comment); });
        if (stored && outcome.status == story::CommentStatus::Approved)
            return redirect(303, fmt::format("{}?comment=published#comment-form", address));
        if (stored) return redirect(303, thanks);
        if (stored.error().kind != Error::Kind::Unavailable) return failed(stored.error());
        spdlog::error("a comment was not stored: {}", stored.error().message);
        form.problem = "تعذّر حفظ التعليق لعطل عندنا. ما كتبته محفوظ هنا؛ أرسله بعد قليل من فضلك.";
        status = 503;
    }
    form.token = form_token(story.id);
    auto snapshot = store_.snapshot();
    if (!snapshot) return failed(snapshot.error());
    Reply reply = show_story(**snapshot, story, *found->section, form, 1);
    if (reply.status == 200) reply.status = status;
    reply.cache_control = "no-store";  // it holds what one reader typed
    return reply;
}

}  // namespace warraq::site
