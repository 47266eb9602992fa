#include "desk/stories/story_reader.h"

#include <algorithm>

#include "desk/problem.h"

namespace warraq::desk {

using store::DeskCard;
using story::Card;
using story::Story;
using story::StoryId;

StoryState StoryReader::state_of(StoryId id, story::Status status) {
    return {status, value_or_throw(all_.owner_of(id))};
}

Story StoryReader::story(StoryId id) {
    Story story = value_or_throw(all_.story(id), "story");
    if (!desk::may_read(who_, state_of(id, story.status))) throw Problem::hidden("story");
    return story;
}

Story StoryReader::writable(StoryId id) {
    Story found = story(id);
    if (!may_write(found))
        throw Problem(403, "not_allowed", "your role does not allow changing this story as it stands");
    return found;
}

bool StoryReader::may_write(const Story& story) {
    return desk::may_write(who_, state_of(story.id, story.status));
}

bool StoryReader::may_read(StoryId id) {
    const auto card = value_or_throw(all_.card(id));
    return card && desk::may_read(who_, state_of(id, card->status));
}

std::optional<Card> StoryReader::card(StoryId id) {
    auto card = value_or_throw(all_.card(id));
    if (card && !may_know(who_, state_of(id, card->status))) return std::nullopt;
    return card;
}

std::optional<DeskCard> StoryReader::desk_card(StoryId id) {
    auto card = value_or_throw(all_.desk_card(id));
    if (card && !desk::may_read(who_, {card->card.status, card->owner})) return std::nullopt;
    return card;
}

std::vector<DeskCard> StoryReader::desk_cards(store::DeskQuery query) {
    if (!reads_all()) {
        if (query.owner && *query.owner != who_.id) return {};
        query.owner = who_.id;
    }
    return value_or_throw(all_.desk_cards(query));
}

std::optional<StoryId> StoryReader::page(std::string_view path) {
    return value_or_throw(all_.page(path));
}

story::UserId StoryReader::owner_of(const Story& story) {
    return value_or_throw(all_.owner_of(story.id));
}

int StoryReader::hide_related(Story& story) {
    if (reads_all()) return 0;
    std::size_t hidden = 0;
    for (auto* related : {&story.related_pinned, &story.related_excluded})
        hidden += std::erase_if(*related, [&](StoryId id) { return !card(id); });
    return static_cast<int>(hidden);
}

}  // namespace warraq::desk
