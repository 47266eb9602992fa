// The newsroom's stories and all that stands beside them, as far as someone may read it: the only way in
// which the desk's calls do. Bound to who asks and to one moment of the store.
//
//     DeskSnapshot reader = newsroom.read(visitor.user);            // desk/desk_store.h
//     const story::Story story = reader->story(id);                 // or a Problem: there is no such story
//     const auto notes = reader->notes(story);
//
// Whose right it is is said in permissions.h. What someone may not read is as absent: where it is named by
// its number the Problem is the same as for a number that nothing has, and in lists it is not there.
//
// What stands beside a story is asked for by the story, which is had for a right to it alone.
//
// Belongs to the thread that took it. All calls throw a Problem: 404, or 503 for the database.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/auth/permissions.h"
#include "desk/problem.h"
#include "store/store.h"

namespace warraq::desk {

// A reader's comment and its story, where that is known to who asks.
struct CommentToModerate {
    store::ModeratedComment comment;
    std::optional<story::Card> story;
};

class DeskReader {
  public:
    DeskReader(store::Reader& all, const story::User& who) : all_(all), who_(who) {}
    DeskReader(const DeskReader&) = delete;
    DeskReader& operator=(const DeskReader&) = delete;

    const story::User& who() const { return who_; }
    bool reads_all() const { return may(who_.role, Permission::EditAll); }

    // --- stories
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

    // --- what stands beside a story
    story::UserId owner_of(const story::Story& story);
    std::vector<store::Revision> revisions(const story::Story& story, int limit);  // without contents
    store::Revision revision(const story::Story& story, std::int64_t id);          // of this story
    std::optional<store::WorkingCopy> working_copy(const story::Story& story);
    std::vector<store::Note> notes(const story::Story& story);
    // Takes the numbers of related stories out that may not be known; how many.
    int hide_related(story::Story& story);

    // --- pictures and other files
    std::vector<store::LibraryPicture> pictures(std::string_view after, int limit);
    std::vector<story::Card> stories_showing(std::string_view media, int limit);
    bool may_see(std::string_view file);

    // --- comments
    std::vector<CommentToModerate> comments(story::CommentStatus status, int limit);
    std::int64_t pending_comments();

    // --- what is public, or everyone's here
    store::PublicReader& public_view() { return all_.public_view(); }
    std::vector<story::FrontPlace> front_places();
    std::vector<story::Section> sections();
    std::optional<story::Section> section(std::string_view slug);
    std::optional<story::Person> person_named(std::string_view name);
    std::vector<story::User> users();

  private:
    StoryState state_of(story::StoryId id, story::Status status);
    std::string shown_content(const std::string& content);

    store::Reader& all_;
    const story::User who_;
};

}  // namespace warraq::desk
