// The story page, and what a reader sends from it: a comment.
#include <algorithm>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unordered_set>

#include "site/reader_site.h"
#include "story/address.h"

namespace warraq::site {

using serve::Reply;
using serve::Request;

namespace {

constexpr std::size_t kRelated = 5;
constexpr int kMostComments = 500;

std::string value_of(const std::vector<serve::Field>& form, std::string_view name) {
    const auto found =
        std::find_if(form.begin(), form.end(), [&](const auto& field) { return field.name == name; });
    return found == form.end() ? std::string() : found->value;
}

struct Found {
    std::optional<story::Story> story;
    std::optional<story::Section> section;
};

// A story that readers may know of: public or withdrawn.
Result<Found> find_story(store::Reader& reader, std::string_view id) {
    const auto number = number_from(id);
    if (!number) return not_found("not a story's number");
    auto story = reader.story({*number});
    if (!story) return fail(story.error());
    if (!*story || (!story::is_public((*story)->status) && (*story)->status != story::Status::Withdrawn))
        return not_found("no story that readers may see");
    auto sections = reader.sections();
    if (!sections) return fail(sections.error());
    for (story::Section& section : *sections)
        if (section.id == (*story)->section) return Found{std::move(**story), std::move(section)};
    return unavailable("a story's section is missing");
}

}  // namespace

Reply ReaderSite::story_page(const Request& request) {
    auto snapshot = store_.snapshot();
    if (!snapshot) return failed(snapshot.error());
    auto found = find_story(**snapshot, request.capture("id"));
    if (!found) return failed(found.error());
    const story::Story& story = *found->story;
    const auto address = story::address_of(story, *found->section);
    if (address != request.path) return redirect(301, address);
    press::CommentForm form;
    form.token = form_token(story.id);
    if (const auto comment = request.parameter("comment"); comment == "received")
        form.received = true;
    else if (!comment.empty())
        return redirect(301, address);
    return show_story(**snapshot, story, *found->section, form);
}

Reply ReaderSite::show_story(store::Reader& reader, const story::Story& story, const story::Section& section,
                             const press::CommentForm& form) {
    auto sections = reader.sections();
    if (!sections) return failed(sections.error());
    Reply reply = page({});
    reply.tags.push_back(fmt::format("story:{}", story.id.value));
    if (story.status == story::Status::Withdrawn) {
        reply.status = 410;
        reply.body = press_.withdrawn_page(story, *sections);
        return reply;
    }
    auto related = related_to(reader, story);
    if (!related) return failed(related.error());
    auto topics = reader.topics_of(story.id);
    if (!topics) return failed(topics.error());
    std::vector<press::ShownTopic> shown;
    for (const story::Topic& topic : *topics) {
        if (!topic.hidden) shown.push_back({topic, has_page(topic)});
        reply.tags.push_back(fmt::format("topic:{}", topic.id.value));
    }
    auto comments = reader.approved_comments(story.id, kMostComments);
    if (!comments) return failed(comments.error());
    reply.body = press_.story_page(
        {story, section, *sections, shown, related->cards, related->latest, *comments, form});
    reply.last_modified = story.updated;
    for (const story::Comment& comment : *comments)
        reply.last_modified = std::max(*reply.last_modified, comment.created);
    reply.tags.push_back(fmt::format("related:{}", story.id.value));
    if (related->latest) reply.tags.push_back(fmt::format("section:{}", section.id.value));
    for (const story::Person& person : story.bylines)
        reply.tags.push_back(fmt::format("person:{}", person.id.value));
    for (const story::Card& card : related->cards)
        reply.tags.push_back(fmt::format("story:{}", card.id.value));
    return reply;
}

// What the editors pinned, then what the index holds for near; where that is nothing yet, the section's
// latest.
Result<ReaderSite::Related> ReaderSite::related_to(store::Reader& reader, const story::Story& story) {
    std::vector<story::StoryId> wanted = story.related_pinned;
    if (auto near = index_.related(story.id)) wanted.insert(wanted.end(), near->begin(), near->end());
    Related related;
    std::unordered_set<story::StoryId> seen{story.id};
    seen.insert(story.related_excluded.begin(), story.related_excluded.end());
    for (const story::StoryId id : wanted) {
        if (related.cards.size() == kRelated) break;
        if (!seen.insert(id).second) continue;
        auto card = reader.card(id);
        if (!card) return fail(card.error());
        if (*card && story::is_public((*card)->status)) related.cards.push_back(std::move(**card));
    }
    if (!related.cards.empty()) return related;
    auto latest = reader.cards({.section = story.section, .limit = static_cast<int>(kRelated) + 1});
    if (!latest) return fail(latest.error());
    std::erase_if(*latest, [&](const story::Card& card) { return seen.contains(card.id); });
    latest->resize(std::min(latest->size(), kRelated));
    return Related{std::move(*latest), true};
}

// /{section}/{id}: what people cut an address down to.
Reply ReaderSite::short_address(const Request& request) {
    auto snapshot = store_.snapshot();
    if (!snapshot) return failed(snapshot.error());
    auto found = find_story(**snapshot, request.capture("id"));
    if (!found) return failed(found.error());
    return redirect(301, story::address_of(*found->story, *found->section));
}

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

Reply ReaderSite::post_comment(const Request& request) {
    if (!request.content_type.starts_with("application/x-www-form-urlencoded")) return error_page(415);
    const auto fields = serve::parse_form(request.body);
    press::CommentForm form;
    form.draft =
        story::clean({value_of(fields, "name"), value_of(fields, "email"), value_of(fields, "text")});
    form.errors = story::errors_of(form.draft);

    Result<Found> found = Found{};
    {
        auto snapshot = store_.snapshot();
        if (!snapshot) return failed(snapshot.error());
        found = find_story(**snapshot, request.capture("id"));
        if (!found) return failed(found.error());
    }
    const story::Story& story = *found->story;
    const std::string thanks = story::address_of(story, *found->section) + "?comment=received#comment-form";
    // The field that people do not see was filled in: a machine wrote this. It is told what it hopes to hear.
    if (!value_of(fields, "website").empty()) return redirect(303, thanks);

    int status = 422;
    if (!form.errors.any()) form.problem = token_problem(story.id, value_of(fields, "token"));
    if (!form.errors.any() && form.problem.empty() &&
        !comment_limiter_.allow(request.address, std::chrono::steady_clock::now())) {
        form.problem =
            "أرسلت عددًا من التعليقات في وقت قصير. ما كتبته محفوظ هنا؛ أرسله بعد بضع دقائق من فضلك.";
        status = 429;
    }
    if (!form.errors.any() && form.problem.empty()) {
        auto stored =
            store_.write([&](store::Writer& writer) { return writer.add_comment(story.id, form.draft); });
        if (stored) return redirect(303, thanks);
        if (stored.error().kind != Error::Kind::Unavailable) return failed(stored.error());
        spdlog::error("a comment was not stored: {}", stored.error().message);
        form.problem = "تعذّر حفظ التعليق لعطل عندنا. ما كتبته محفوظ هنا؛ أرسله بعد قليل من فضلك.";
        status = 503;
    }
    form.token = form_token(story.id);
    auto snapshot = store_.snapshot();
    if (!snapshot) return failed(snapshot.error());
    Reply reply = show_story(**snapshot, story, *found->section, form);
    if (reply.status == 200) reply.status = status;
    reply.cache_control = "no-store";  // it holds what one reader typed
    return reply;
}

}  // namespace warraq::site
