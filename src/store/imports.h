// What is known of things that came from elsewhere, so that each comes once, keeps the number that its
// readers' apps know where it is free, and is found at its old address: part of Reader and Writer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "story/comment.h"
#include "story/person.h"
#include "story/story.h"
#include "story/topic.h"

namespace warraq::store {

// What an importer remembers of a story, so that it is taken once.
struct Import {
    story::StoryId story;
    std::string fingerprint;  // of what it was made from
    int version = 0;          // of the story as it was imported
};

// A comment as it was elsewhere, decided and dated.
struct ImportedComment {
    std::string external_id;
    story::Comment comment;  // its id is the number that it had; its parent's is ours
    std::string email;
};

class ImportsReader {
  public:
    virtual ~ImportsReader() = default;

    virtual Result<std::optional<Import>> import_of(std::string_view external_id) = 0;
    virtual Result<std::optional<story::CommentId>> comment_imported(std::string_view external_id) = 0;
    // What stands now where this was: "story:16", "section:3", "person:4", "topic:7", "media:3f2a.set.webp".
    virtual Result<std::optional<std::string>> old_address(std::string_view path) = 0;
    // Path and target, by path, those after `after`.
    virtual Result<std::vector<std::pair<std::string, std::string>>> old_addresses(std::string_view after,
                                                                                   int limit) = 0;
    // Stories above `after` whose text leads to old addresses, by number.
    virtual Result<std::vector<story::StoryId>> stories_with_old_links(story::StoryId after, int limit) = 0;
};

class ImportsWriter {
  public:
    virtual ~ImportsWriter() = default;

    virtual Result<void> remember_import(std::string_view external_id, const Import& import) = 0;
    // The story was saved once more by its importer: it is still as it was imported.
    virtual Result<void> grow_import(story::StoryId id) = 0;
    // As save() of a new story, under the number it had where that is free.
    virtual Result<story::StoryId> add_story(const story::Story& story, story::StoryId wanted) = 0;
    // The person of that name, made with this number and slug, where they are free, if there is none.
    virtual Result<story::Person> upsert_person(const story::Person& person) = 0;
    // The topic of that name, made with this number and slug, where they are free, if there is none.
    virtual Result<story::TopicId> bring_topic(const story::Topic& topic) = 0;
    // Once for each external id; no rule for readers' comments holds. Error: NotFound for the story.
    virtual Result<story::CommentId> bring_comment(const ImportedComment& comment) = 0;
    // A picture that was just added is known by this number, where it is free.
    virtual Result<void> number_picture(std::string_view media, std::int64_t number) = 0;
    virtual Result<void> set_old_address(std::string_view path, std::string_view target) = 0;
    virtual Result<void> mark_old_links(story::StoryId id, bool has_some) = 0;
};

}  // namespace warraq::store
