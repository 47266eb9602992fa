// What the desk asks of stories beside the stories themselves: part of Reader and Writer. Contents (of
// revisions and working copies) are the desk's own JSON, kept as it comes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/users.h"
#include "story/story.h"

namespace warraq::store {

// Stories of any status, latest changed first.
struct DeskQuery {
    std::optional<story::Status> status;
    std::optional<story::SectionId> section;
    std::optional<story::UserId> owner;
    bool pages = false;  // those alone that are pages
    // Those after this one in the list.
    struct Place {
        Instant updated{};
        story::StoryId id;
    };
    std::optional<Place> after;
    int limit = 50;
};

struct DeskCard {
    story::Card card;
    story::UserId owner;  // zero: no one's, imported
    int words = 0;
    int version = 0;
    bool has_working_copy = false;
};

struct Revision {
    std::int64_t id = 0;
    story::StoryId story;
    story::UserId user;
    Instant at{};
    story::Status status = story::Status::Draft;
    std::string content;  // empty in lists
};

struct WorkingCopy {
    story::UserId user;
    Instant at{};
    std::string content;
};

struct Note {
    std::int64_t id = 0;
    story::UserId user;
    Instant at{};
    std::string text;
};

class DeskStoriesReader {
  public:
    virtual ~DeskStoriesReader() = default;

    virtual Result<std::vector<DeskCard>> desk_cards(const DeskQuery& query) = 0;
    virtual Result<std::optional<DeskCard>> desk_card(story::StoryId id) = 0;
    virtual Result<story::UserId> owner_of(story::StoryId id) = 0;                      // zero: no one's
    virtual Result<std::vector<Revision>> revisions(story::StoryId id, int limit) = 0;  // newest first
    virtual Result<std::optional<Revision>> revision(std::int64_t id) = 0;
    virtual Result<std::optional<WorkingCopy>> working_copy(story::StoryId id) = 0;
    virtual Result<std::vector<Note>> notes(story::StoryId id) = 0;  // oldest first
    // Scheduled stories whose time has come and whose embargo has ended (story::due_at), earliest first.
    virtual Result<std::vector<story::StoryId>> due_stories(Instant now) = 0;
    virtual Result<std::optional<Instant>> next_due() = 0;
};

class DeskStoriesWriter {
  public:
    virtual ~DeskStoriesWriter() = default;

    // Who may see the story's files from here on, too.
    virtual Result<void> set_owner(story::StoryId story, story::UserId user) = 0;
    // In place of the story's last revision, when the same person made that with the same status after
    // `since`.
    virtual Result<void> add_revision(const Revision& revision, Instant since) = 0;
    // The story's version grows: no one saves another copy over this one unseen.
    virtual Result<void> keep_working_copy(story::StoryId story, const WorkingCopy& copy) = 0;
    virtual Result<void> drop_working_copy(story::StoryId story) = 0;
    virtual Result<void> add_note(story::StoryId story, const Note& note) = 0;
};

}  // namespace warraq::store
