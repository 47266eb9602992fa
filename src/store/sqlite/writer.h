#pragma once

#include "store/sqlite/reader.h"

namespace warraq::store::sqlite {

// The write calls, inside a transaction that SqliteStore has begun.
class SqliteWriter final : public Reading<Writer> {
  public:
    SqliteWriter(Connection& connection, NameKey name_key)
        : Reading(connection), name_key_(std::move(name_key)) {}

    Result<story::StoryId> save(const story::Story& story) override;
    Result<story::SectionId> save(const story::Section& section) override;
    Result<story::Person> person_for(std::string_view name) override;
    Result<void> describe(story::PersonId id, std::string_view about) override;
    Result<void> rename_topic(story::TopicId id, std::string_view name, story::TopicKind kind) override;
    Result<void> merge_topics(story::TopicId from, story::TopicId into) override;
    Result<void> hide_topic(story::TopicId id, bool hidden) override;
    Result<story::CommentId> add_comment(story::StoryId story, const story::CommentDraft& draft) override;
    Result<void> moderate(story::CommentId id, story::CommentStatus status) override;
    Result<void> remember_import(std::string_view external_id, const Import& import) override;

    // For stories that were saved before there were topics.
    Result<void> fill_topics();

  private:
    void append_change(ChangeKind kind, std::int64_t id);
    void replace_urgency(story::StoryId id, story::Urgency urgency);
    Result<void> replace_related(story::StoryId id, const story::Story& story);
    Result<void> replace_topics(const story::Story& story, story::StoryId id);
    Result<story::TopicId> topic_for(const story::Tag& tag);
    void replace_bylines(story::StoryId id, const std::vector<story::Person>& people);

    const NameKey name_key_;
};

}  // namespace warraq::store::sqlite
