#pragma once

#include "store/sqlite/reader.h"

namespace warraq::store::sqlite {

// The write calls, inside a transaction that SqliteStore has begun.
class SqliteWriter final : public Reading<Writer> {
  public:
    using Reading::Reading;

    Result<story::StoryId> save(const story::Story& story) override;
    Result<story::SectionId> save(const story::Section& section) override;
    Result<story::Person> person_for(std::string_view name) override;
    Result<void> describe(story::PersonId id, std::string_view about) override;
    Result<story::CommentId> add_comment(story::StoryId story, const story::CommentDraft& draft) override;
    Result<void> moderate(story::CommentId id, story::CommentStatus status) override;
    Result<void> remember_import(std::string_view external_id, const Import& import) override;

  private:
    void append_change(ChangeKind kind, std::int64_t id);
    void replace_urgency(story::StoryId id, story::Urgency urgency);
    Result<void> replace_related(story::StoryId id, const story::Story& story);
    void replace_bylines(story::StoryId id, const std::vector<story::Person>& people);
};

}  // namespace warraq::store::sqlite
