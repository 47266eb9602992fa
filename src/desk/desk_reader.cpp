#include "desk/desk_reader.h"

#include <algorithm>

#include "desk/fields.h"

namespace warraq::desk {

using store::DeskCard;
using store::Revision;
using story::Card;
using story::Story;
using story::StoryId;

StoryState DeskReader::state_of(StoryId id, story::Status status) {
    return {status, value_or_throw(all_.owner_of(id))};
}

Story DeskReader::story(StoryId id) {
    Story story = value_or_throw(all_.story(id), "story");
    if (!desk::may_read(who_, state_of(id, story.status))) throw Problem::hidden("story");
    return story;
}

Story DeskReader::writable(StoryId id) {
    Story found = story(id);
    if (!may_write(found))
        throw Problem(403, "not_allowed", "your role does not allow changing this story as it stands");
    return found;
}

bool DeskReader::may_write(const Story& story) {
    return desk::may_write(who_, state_of(story.id, story.status));
}

bool DeskReader::may_read(StoryId id) {
    const auto card = value_or_throw(all_.card(id));
    return card && desk::may_read(who_, state_of(id, card->status));
}

std::optional<Card> DeskReader::card(StoryId id) {
    auto card = value_or_throw(all_.card(id));
    if (card && !may_know(who_, state_of(id, card->status))) return std::nullopt;
    return card;
}

std::optional<DeskCard> DeskReader::desk_card(StoryId id) {
    auto card = value_or_throw(all_.desk_card(id));
    if (card && !desk::may_read(who_, {card->card.status, card->owner})) return std::nullopt;
    return card;
}

std::vector<DeskCard> DeskReader::desk_cards(store::DeskQuery query) {
    if (!reads_all()) {
        if (query.owner && *query.owner != who_.id) return {};
        query.owner = who_.id;
    }
    return value_or_throw(all_.desk_cards(query));
}

std::optional<StoryId> DeskReader::page(std::string_view path) {
    return value_or_throw(all_.page(path));
}

story::UserId DeskReader::owner_of(const Story& story) {
    return value_or_throw(all_.owner_of(story.id));
}

std::vector<Revision> DeskReader::revisions(const Story& story, int limit) {
    return value_or_throw(all_.revisions(story.id, limit));
}

Revision DeskReader::revision(const Story& story, std::int64_t id) {
    auto revision = value_or_throw(all_.revision(id), "revision");
    if (revision.story != story.id) throw Problem::hidden("revision");
    revision.content = shown_content(revision.content);
    return revision;
}

std::optional<store::WorkingCopy> DeskReader::working_copy(const Story& story) {
    auto copy = value_or_throw(all_.working_copy(story.id));
    if (copy) copy->content = shown_content(copy->content);
    return copy;
}

std::vector<store::Note> DeskReader::notes(const Story& story) {
    return value_or_throw(all_.notes(story.id));
}

int DeskReader::hide_related(Story& story) {
    if (reads_all()) return 0;
    std::size_t hidden = 0;
    for (auto* related : {&story.related_pinned, &story.related_excluded})
        hidden += std::erase_if(*related, [&](StoryId id) { return !card(id); });
    return static_cast<int>(hidden);
}

// As hide_related() does it, of a content that is kept as JSON.
std::string DeskReader::shown_content(const std::string& content) {
    static constexpr std::string_view kRelated[] = {"related_pinned", "related_excluded"};
    if (reads_all()) return content;
    return Fields::parse(content).json_keeping(kRelated,
                                               [&](std::int64_t id) { return card({id}).has_value(); });
}

std::vector<store::LibraryPicture> DeskReader::pictures(std::string_view after, int limit) {
    return value_or_throw(reads_all() ? all_.pictures(after, limit)
                                      : all_.pictures_for(who_.id, after, limit));
}

std::vector<Card> DeskReader::stories_showing(std::string_view media, int limit) {
    return value_or_throw(reads_all() ? all_.stories_showing(media, limit)
                                      : all_.stories_showing_for(who_.id, media, limit));
}

bool DeskReader::may_see(std::string_view file) {
    return reads_all() || value_or_throw(all_.may_see_file(who_.id, file));
}

std::vector<CommentToModerate> DeskReader::comments(story::CommentStatus status, int limit) {
    std::vector<CommentToModerate> out;
    for (auto& comment : value_or_throw(all_.comments_to_moderate(status, limit))) {
        auto story = card(comment.comment.story);
        out.push_back({std::move(comment), std::move(story)});
    }
    return out;
}

std::int64_t DeskReader::pending_comments() {
    return value_or_throw(all_.counts()).pending_comments;
}

std::vector<story::FrontPlace> DeskReader::front_places() {
    return value_or_throw(all_.front_places());
}

std::vector<story::Section> DeskReader::sections() {
    return value_or_throw(all_.sections());
}

std::optional<story::Section> DeskReader::section(std::string_view slug) {
    return value_or_throw(all_.section(slug));
}

std::optional<story::Person> DeskReader::person_named(std::string_view name) {
    return value_or_throw(all_.person_named(name));
}

std::vector<story::User> DeskReader::users() {
    return value_or_throw(all_.users());
}

}  // namespace warraq::desk
