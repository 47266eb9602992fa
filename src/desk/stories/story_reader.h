// The newsroom's stories, limited to what one user may read (auth/permissions.h). Part of DeskReader
// (desk_reader.h), which says what the calls throw.
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
    // The same, of a story that the user may change in its present status; Problem 403 if they may only read
    // it.
    story::Story writable(story::StoryId id);
    bool may_write(const story::Story& story);
    bool may_read(story::StoryId id);
    // What lists show of a story that the user may know of.
    std::optional<story::Card> card(story::StoryId id);
    std::optional<store::DeskCard> desk_card(story::StoryId id);  // that the user may read
    // Those of the query that the user may read.
    std::vector<store::DeskCard> desk_cards(store::DeskQuery query);
    // The story that is the page at this address, even if the user may not know of it.
    std::optional<story::StoryId> page(std::string_view path);
    story::UserId owner_of(const story::Story& story);
    // Removes the related stories that the user may not know of; returns how many.
    int hide_related(story::Story& story);

  private:
    StoryState state_of(story::StoryId id, story::Status status);

    store::Reader& all_;
    const story::User who_;
};

}  // namespace warraq::desk
