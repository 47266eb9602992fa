// Stories at the desk: lists, writing with autosave, their way through the newsroom, revisions and notes.
#include <fmt/format.h>
#include <set>

#include "base/utf8.h"
#include "desk/desk.h"
#include "desk/stories/publishing.h"
#include "desk/stories/story_finder.h"
#include "desk/stories/story_json.h"
#include "desk/auth/users.h"
#include "desk/stories/working_copy.h"
#include "story/media.h"

namespace warraq::desk {

using serve::Reply;
using story::Status;
using story::Story;

namespace {

constexpr int kPage = 50;
constexpr int kRevisions = 200;
constexpr std::size_t kMostAtOnce = 100;
constexpr std::size_t kLongestText = 2'000;

void check_version(const Fields& body, const Story& story) {
    if (body.number("version") != story.version)
        throw Problem(409, "conflict", "the story was saved by someone else meanwhile");
}

std::set<std::string> files_of(const Story& story) {
    std::set<std::string> files;
    for (const story::Image& image : story::pictures_of(story)) files.insert(image.media);
    for (std::string& file : story::linked_files(story)) files.insert(std::move(file));
    return files;
}

// What a kept content names, also where it breaks a rule by now.
Story files_named_by(const Fields& content) {
    Story named;
    if (content.has("lead_image"))
        named.lead_image = story::Image{.media = content.object("lead_image").text("media", kLongestText)};
    for (const Fields& source : content.objects("sources", kMostAtOnce))
        named.sources.push_back({{}, source.text_or("url", kLongestText, "")});
    if (auto body = story::Body::from_json(content.json_of("body"))) named.body = std::move(*body);
    return named;
}

// What a colleague puts into a story its owner may see from there on. What it named already gives no right: a
// writer may have come by a name.
class FilesForOwner {
  public:
    // `story` as it stands.
    FilesForOwner(DeskWriter& writer, const Story& story) : writer_(writer) {
        const auto owner = writer.owner_of(story);
        if (!owner || owner == writer.who().id) return;
        const auto copy = writer.stored_working_copy(story);
        named_ = files_of(copy ? files_named_by(Fields::parse(copy->content)) : story);
    }
    void show(const Story& changed) {
        if (!named_) return;
        for (const std::string& file : files_of(changed))
            if (!named_->contains(file)) writer_.show_to_owner(changed, file);
    }

  private:
    DeskWriter& writer_;
    std::optional<std::set<std::string>> named_;  // nothing where it is its owner who writes
};

// The story to be changed, in the version that the caller has seen.
Story writable(DeskWriter& writer, const Call& call) {
    Story story = writer.writable({call.number("id")});
    check_version(call.body, story);
    return story;
}

void keep_revision(DeskWriter& writer, const Story& story) {
    writer.add_revision(
        {0, story.id, writer.who().id, now(), story.status, content_json(story, writer.sections())},
        now() - kSitting);
}

// One step of a story's life, saved. Whether changes of it still wait beside it.
bool step(DeskWriter& writer, Story& story, Status to, const Particulars& particulars) {
    const bool working_copy = take_working_copy(writer, story, to);
    move(story, to, particulars, now());
    writer.save(story);
    keep_revision(writer, story);
    return working_copy;
}

Status status_asked(const Fields& body) {
    const auto to = story::status_from(body.text("to", kLongestText));
    if (!to) throw Problem(422, "invalid", "to: there is no such status");
    return *to;
}

Reply saved_reply(int version, bool working_copy) {
    JsonWriter json;
    json.object()
        .number("version", version)
        .flag("working_copy", working_copy)
        .text("saved", to_iso8601(now()));
    return json_reply(json);
}

// The statuses that someone may move a story to, which they may read.
std::vector<Status> moves_of(story::Role role, const Story& story) {
    std::vector<Status> out;
    for (const story::Move& move : story::moves())
        if (move.from == story.status && story::may_move(move.from, move.to, role)) out.push_back(move.to);
    return out;
}

std::string section_slug(std::span<const story::Section> sections, const Story& story) {
    const auto* section = story::find_section(sections, story.section);
    return section ? section->slug : std::string();
}

// What a story was before a change of many, and its version since.
struct ChangedOne {
    std::string section;
    Status status = Status::Draft;
    int version = 0;
};

ChangedOne change_one(DeskWriter& writer, const Fields& wanted) {
    const story::StoryId id{wanted.number("id")};
    const bool only_moves = wanted.has("to") && !wanted.has("section");
    Story story = only_moves ? writer.story(id) : writer.writable(id);
    check_version(wanted, story);
    ChangedOne was{section_slug(writer.sections(), story), story.status};
    if (wanted.has("section")) {
        const auto section = writer.section(wanted.text("section", kLongestText));
        if (!section) throw Problem::not_there("section");
        story.section = section->id;
        story.updated = now();
        if (story::is_public(story.status)) check_embargo(story, now());
        if (move_working_copy(writer, story)) ++story.version;
    }
    was.version = story.version + 1;
    if (wanted.has("to")) {
        const auto to = status_asked(wanted);
        // What readers see, or are told, is decided story by story.
        if (story::is_public(to) || to == Status::Withdrawn || to == Status::Scheduled)
            throw Problem(422, "one_by_one", "stories are published, scheduled and withdrawn one by one");
        value_or_throw(story::may_move(story.status, to, writer.who().role));
        step(writer, story, to, {});
    } else {
        writer.save(story);
        keep_revision(writer, story);
    }
    writer.record(
        wanted.has("to") ? fmt::format("story_{}", story::to_string(story.status)) : "story_updated",
        fmt::format("story {}", story.id.value), story.headline);
    return was;
}

}  // namespace

Reply Desk::list_stories(const Call& call) {
    const auto& request = call.request;
    auto reader = newsroom_.read(call.visitor().user);
    const auto sections = reader->sections();
    const auto users = reader->users();
    store::DeskQuery query{.limit = kPage + 1};
    if (const auto status = request.parameter("status"); !status.empty()) {
        query.status = story::status_from(status);
        if (!query.status) throw Problem(422, "invalid", "status: there is no such status");
    }
    if (const auto slug = request.parameter("section"); !slug.empty()) {
        const auto section = reader->section(slug);
        if (!section) throw Problem::not_there("section");
        query.section = section->id;
    }
    if (!request.parameter("mine").empty())
        query.owner = call.visitor().user.id;
    else if (const auto owner = call.number_asked("owner"))
        query.owner = story::UserId{owner};
    query.pages = !request.parameter("pages").empty();
    if (const auto day = request.parameter("until"); !day.empty())  // changed on this day or before
        query.after =
            store::DeskQuery::Place{value_or_throw(from_iso8601(day)) + std::chrono::hours(24), {0}};
    if (const auto id = call.number_asked("after")) {
        const auto last = reader->card({id});
        if (!last) throw Problem::not_there("story");
        query.after = store::DeskQuery::Place{last->updated, last->id};
    }
    const auto words = request.parameter("q");
    auto cards = words.empty() ? reader->desk_cards(query) : find_stories(words, query, index_, *reader);
    const bool more = words.empty() && cards.size() > kPage;  // what is found has one page, the best
    if (cards.size() > kPage) cards.pop_back();
    JsonWriter json;
    json.object().flag("more", more).array("stories");
    for (const store::DeskCard& card : cards) {
        json.object();
        write_card(json, card.card, sections);
        json.text("owner", who_is(users, card.owner))
            .number("words", card.words)
            .number("version", card.version)
            .flag("has_working_copy", card.has_working_copy)
            .end();
    }
    return json_reply(json);
}

Reply Desk::add_story(const Call& call) {
    const Story made = newsroom_.transact(call.visitor(), [&](DeskWriter& writer) {
        const auto sections = writer.sections();
        if (sections.empty()) throw Problem(409, "no_sections", "the newsroom has no sections yet");
        Story story;
        story.section = sections.front().id;
        story.slug = story::slug_of("");
        if (call.body.has("page")) read_page(call.body, story, writer);
        story.created = story.updated = now();
        return writer.story(writer.add(story));
    });
    JsonWriter json;
    json.object().number("id", made.id.value).number("version", made.version);
    return json_reply(json, 201);
}

Reply Desk::show_story(const Call& call) {
    auto reader = newsroom_.read(call.visitor().user);
    Story story = reader->story({call.number("id")});
    const int related_hidden = reader->hide_related(story);
    const auto sections = reader->sections();
    const auto users = reader->users();
    JsonWriter json;
    json.object();
    write_card(json, story, sections);
    json.number("version", story.version)
        .number("words", story.words)
        .text("owner", who_is(users, reader->owner_of(story)))
        .text("withdrawal", story.withdrawal)
        .flag("may_write", reader->may_write(story));
    json.array("moves");
    for (const Status status : moves_of(reader->who().role, story)) json.text(story::to_string(status));
    json.end().array("corrections");
    for (const story::Correction& correction : story.corrections)
        json.object().text("at", to_iso8601(correction.at)).text("text", correction.text).end();
    json.end().object("content");
    write_content(json, story, sections);
    json.end();
    if (const auto copy = reader->working_copy(story)) {
        json.object("working_copy").text("who", who_is(users, copy->user)).text("at", to_iso8601(copy->at));
        json.json("content", copy->content).end();
    } else {
        json.null("working_copy");
    }
    // Of the stories that the content names by their numbers.
    std::vector<story::Card> related;
    for (const auto* ids : {&story.related_pinned, &story.related_excluded})
        for (const story::StoryId id : *ids)
            if (auto card = reader->card(id)) related.push_back(std::move(*card));
    write_cards(json, "related", related, sections);
    json.number("related_hidden", related_hidden);
    json.array("notes");
    for (const store::Note& note : reader->notes(story))
        json.object()
            .text("who", who_is(users, note.user))
            .text("at", to_iso8601(note.at))
            .text("text", note.text)
            .end();
    return json_reply(json);
}

void Desk::keep_late_save(const Call& call) const {
    try {
        newsroom_.transact(call.visitor(), [&](DeskWriter& writer) {
            keep_late_words(writer, writer.writable({call.number("id")}), call.body.object("content"));
        });
    } catch (const Problem&) {
        // Not fit to be kept, not to be changed any more, or the database is away: the writer's browser has
        // them still.
    }
}

// A draft is saved as it is. Beside a story that readers see a working copy is kept, until it is published
// over it; beside one that was withdrawn with such a copy too.
Reply Desk::save_story(const Call& call) {
    int version = 0;
    const auto save = [&](DeskWriter& writer) {
        Story story = writable(writer, call);
        FilesForOwner files(writer, story);
        keep_embargo(writer, story);
        const std::string address = story.page_path;
        read_content(call.body.object("content"), story, writer);
        if (story.status == Status::Withdrawn && story.page_path != address)
            throw Problem(422, "invalid",
                          "page: where a withdrawn page was, readers are told so: it stays there");
        files.show(story);
        version = story.version + 1;
        if (story::is_public(story.status) || writer.stored_working_copy(story)) {
            keep_working_copy(writer, story);
            return true;
        }
        if (story.status == Status::Scheduled) check_fit(story);
        story.updated = now();
        writer.save(story);
        keep_revision(writer, story);
        return false;
    };
    try {
        const bool working_copy = newsroom_.transact(call.visitor(), save);
        return saved_reply(version, working_copy);
    } catch (const Problem& problem) {
        if (problem.code() == "conflict") keep_late_save(call);
        throw;
    }
}

// The working copy becomes what readers see.
Reply Desk::publish_changes(const Call& call) {
    const int version = newsroom_.transact(call.visitor(), [&](DeskWriter& writer) {
        Story story = writable(writer, call);
        const auto copy = writer.stored_working_copy(story);
        if (!copy) throw Problem::not_there("working copy");
        if (!story::is_public(story.status))
            throw Problem(409, "not_public",
                          "readers do not see the story, so no changes of it are published");
        read_content(Fields::parse(copy->content), story, writer);
        story.updated = now();
        check_embargo(story, now());
        check_publishable(story);
        writer.save(story);
        writer.drop_working_copy(story);
        keep_revision(writer, story);
        writer.record("story_updated", fmt::format("story {}", story.id.value), story.headline);
        return story.version + 1;
    });
    return saved_reply(version, false);
}

Reply Desk::drop_changes(const Call& call) {
    newsroom_.transact(call.visitor(),
                       [&](DeskWriter& writer) { give_up_working_copy(writer, writable(writer, call)); });
    return nothing_to_say();
}

Reply Desk::move_story(const Call& call) {
    const Status to = status_asked(call.body);
    const std::string text(utf8::trim(call.body.text_or("text", kLongestText, "")));
    std::string section;  // its slug
    bool working_copy = false;
    const Story moved = newsroom_.transact(call.visitor(), [&](DeskWriter& writer) {
        Story story = writer.story({call.number("id")});
        check_version(call.body, story);
        value_or_throw(story::may_move(story.status, to, writer.who().role));
        Particulars particulars{{}, text};
        if (to != Status::Scheduled && call.body.has("at"))
            throw Problem(422, "invalid", "at: is of stories that are scheduled");
        if (to == Status::Scheduled)
            particulars.at = value_or_throw(from_iso8601(call.body.text("at", kLongestText)));
        working_copy = step(writer, story, to, particulars);
        writer.record(fmt::format("story_{}", story::to_string(to)), fmt::format("story {}", story.id.value),
                      story.headline);
        section = section_slug(writer.sections(), story);
        return story;
    });
    if (to == Status::Published && !section.empty()) suggester_.learn(section, moved);
    return saved_reply(moved.version + 1, working_copy);
}

// Section or status of many stories at once, each by itself: those that cannot be changed are told with the
// reason, the others with what they were, so that the same call takes it back. When the database does not
// answer any more, those that are left are not tried.
Reply Desk::change_stories(const Call& call) {
    const auto changes = call.body.objects("changes", kMostAtOnce);
    JsonWriter json, failed;
    json.object().array("done");
    failed.array();
    bool some_done = false;
    std::optional<Problem> over;
    for (const Fields& one : changes) {
        const std::int64_t id = one.number("id");
        try {
            if (over) throw *over;
            const auto was = newsroom_.transact(call.visitor(),
                                                [&](DeskWriter& writer) { return change_one(writer, one); });
            json.object().number("id", id).number("version", was.version);
            if (one.has("section")) json.text("section", was.section);
            if (one.has("to")) json.text("to", story::to_string(was.status));
            json.end();
            some_done = true;
        } catch (const Problem& problem) {
            if (problem.status() >= 500 && !some_done) throw;
            if (!over) note(call.request.method, call.request.path, call.who, problem);
            if (problem.status() >= 500) over = problem;
            failed.object()
                .number("id", id)
                .text("code", problem.code())
                .text("message", message_for_caller(problem))
                .end();
        }
    }
    json.end().json("failed", failed.take());
    return json_reply(json);
}

Reply Desk::list_revisions(const Call& call) {
    auto reader = newsroom_.read(call.visitor().user);
    const Story story = reader->story({call.number("id")});
    const auto users = reader->users();
    JsonWriter json;
    json.object().array("revisions");
    for (const store::Revision& revision : reader->revisions(story, kRevisions))
        json.object()
            .number("id", revision.id)
            .text("who", who_is(users, revision.user))
            .text("at", to_iso8601(revision.at))
            .text("status", story::to_string(revision.status))
            .end();
    return json_reply(json);
}

Reply Desk::show_revision(const Call& call) {
    auto reader = newsroom_.read(call.visitor().user);
    const Story story = reader->story({call.number("id")});
    const auto revision = reader->revision(story, call.number("revision"));
    JsonWriter json;
    json.object().number("id", revision.id).text("at", to_iso8601(revision.at));
    json.json("content", revision.content);
    return json_reply(json);
}

Reply Desk::add_note(const Call& call) {
    const std::string text(utf8::trim(call.body.text("text", kLongestText)));
    if (text.empty()) throw Problem(422, "invalid", "text: is empty");
    newsroom_.transact(call.visitor(),
                       [&](DeskWriter& writer) { writer.add_note(writer.story({call.number("id")}), text); });
    return nothing_to_say();
}

Reply Desk::list_sections(const Call& call) {
    return sections_reply(newsroom_.read(call.visitor().user)->sections());
}

Reply sections_reply(std::span<const story::Section> sections) {
    JsonWriter json;
    json.object().array("sections");
    for (const story::Section& section : sections) {
        const auto* parent = story::find_section(sections, section.parent);
        json.object()
            .text("slug", section.slug)
            .text("name", section.name)
            .text("hue", section.hue)
            .text("parent", parent ? parent->slug : "")
            .end();
    }
    return json_reply(json);
}

}  // namespace warraq::desk
