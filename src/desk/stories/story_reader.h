// The newsroom's stories, as far as someone may read them. Part of DeskReader (desk_reader.h), which says
// what its calls throw; whose right it is is said in auth/permissions.h.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "desk/auth/permissions.h"
#include "store/store.h"

namespace warraq::desk {

class StoryReader {
  public:
    StoryReader(store::Reader& all, const story::User& who) : all_(all), who_(who) {}

    const story::User& who() const { return who_; }
    bool reads_all() const { return may(who_.role, Permission::EditAll); }

    story::Story story(story::StoryId id);
    // One that may be changed as it stands; where it may only be read, Problem 403.
    story::Story writable(story::StoryId id);
    bool may_write(const story::Story& story);
    bool may_read(story::StoryId id);
    // Of what may be known: what lists show.
    std::optional<story::Card> card(story::StoryId id);
    std::optional<store::DeskCard> desk_card(story::StoryId id);  // of what may be read
    // Those among them that may be read.
    std::vector<store::DeskCard> desk_cards(store::DeskQuery query);
    // Something stands at this address; which it is may not be for who asks.
    std::optional<story::StoryId> page(std::string_view path);
    story::UserId owner_of(const story::Story& story);
    // Takes the numbers of related stories out that may not be known; how many.
    int hide_related(story::Story& story);

  private:
    StoryState state_of(story::StoryId id, story::Status status);

    store::Reader& all_;
    const story::User who_;
};

}  // namespace warraq::desk
