#pragma once

#include "store/sql/reader.h"

namespace warraq::store::sql {

// The write calls, inside a transaction that SqlStore has begun.
class SqlWriter final : public Reading<Writer> {
  public:
    using Reading::Reading;

    Result<story::StoryId> save(const story::Story& story) override;
    Result<story::SectionId> save(const story::Section& section) override;
    Result<story::Person> person_for(std::string_view name) override;
    Result<void> describe(story::PersonId id, std::string_view about) override;
    Result<void> rename_topic(story::TopicId id, std::string_view name, story::TopicKind kind) override;
    Result<void> merge_topics(story::TopicId from, story::TopicId into) override;
    Result<void> hide_topic(story::TopicId id, bool hidden) override;
    using Writer::add_comment;
    Result<story::CommentId> add_comment(const NewComment& comment) override;
    Result<void> moderate(story::CommentId id, story::CommentStatus status) override;
    Result<void> edit_comment(story::CommentId id, std::string_view text) override;
    Result<std::int64_t> forget_commenter(std::string_view email) override;
    Result<void> set_comment_policy(story::StoryId id, story::CommentPolicy policy) override;
    Result<void> set_comment_policy(story::SectionId id, story::CommentPolicy policy) override;
    Result<void> ban(BanKind kind, std::string_view value) override;
    Result<void> unban(BanKind kind, std::string_view value) override;
    Result<void> add_views(Instant now, std::span<const Views> views) override;

    Result<void> remember_import(std::string_view external_id, const Import& import) override;
    Result<void> grow_import(story::StoryId id) override;
    Result<story::StoryId> add_story(const story::Story& story, story::StoryId wanted) override;
    Result<story::Person> upsert_person(const story::Person& person) override;
    Result<story::TopicId> bring_topic(const story::Topic& topic) override;
    Result<story::CommentId> bring_comment(const ImportedComment& comment) override;
    Result<void> number_picture(std::string_view media, std::int64_t number) override;
    Result<void> set_old_address(std::string_view path, std::string_view target) override;
    Result<void> mark_old_links(story::StoryId id, bool has_some) override;

    Result<story::UserId> save(const story::User& user) override;
    Result<void> set_password(story::UserId id, std::string_view hash) override;
    Result<void> set_totp(story::UserId id, std::string_view sealed,
                          const std::vector<std::string>& recovery_hashes) override;
    Result<bool> take_totp_step(story::UserId id, std::int64_t step) override;
    Result<bool> take_recovery_code(story::UserId id, std::string_view hash) override;
    Result<std::int64_t> add_passkey(const Passkey& passkey) override;
    Result<bool> take_passkey_use(std::int64_t id, std::int64_t uses, Instant at) override;
    Result<void> drop_passkey(story::UserId of, std::int64_t id) override;
    Result<void> drop_passkeys(story::UserId of) override;
    Result<std::int64_t> add_session(std::string_view hash, const Session& session) override;
    Result<void> touch_session(std::int64_t id, Instant seen) override;
    Result<void> end_session(story::UserId of, std::int64_t id) override;
    Result<void> end_sessions(story::UserId of, std::int64_t except) override;
    Result<void> end_old_sessions(Instant created_before, Instant seen_before) override;
    Result<void> add_link(std::string_view hash, const Link& link) override;
    Result<void> end_links(story::UserId of) override;
    Result<Link> take_link(std::string_view hash, Instant now) override;
    Result<void> record(story::UserId user, std::string_view action, std::string_view subject,
                        std::string_view detail) override;

    Result<void> set_owner(story::StoryId story, story::UserId user) override;
    Result<void> add_revision(const Revision& revision, Instant since) override;
    Result<void> keep_working_copy(story::StoryId story, const WorkingCopy& copy) override;
    Result<void> drop_working_copy(story::StoryId story) override;
    Result<void> add_note(story::StoryId story, const Note& note) override;

    Result<void> add_picture(const story::Image& image, std::optional<Instant> added = {}) override;
    Result<void> show_file_to(story::UserId reader, std::string_view file, ShownAs as) override;
    Result<void> add_media(std::string_view name, std::string_view content) override;

    Result<void> place_front(std::span<const story::FrontPlace> places) override;
    Result<int> clear_front(Instant now) override;
    Result<void> set(std::string_view key, const std::optional<std::string>& value) override;
    Result<void> set_redirect(std::string_view path, const std::optional<std::string>& target) override;

    Result<bool> take_lease(std::string_view name, std::string_view holder, Instant now,
                            std::chrono::seconds lease) override;
    Result<void> end_lease(std::string_view name, std::string_view holder, std::int64_t done) override;

    // For addresses that were kept before they were sealed.
    Result<void> seal_emails();
    // For stories that were saved before there were topics.
    Result<void> fill_topics();
    // For topics whose names were tied in another way.
    Result<void> renew_name_keys();
    // For stories that were saved before the files that they link to were kept.
    Result<void> fill_linked_files();

  private:
    std::string key_of(std::string_view name) const;  // of a topic's name
    Result<void> set_policy(const char* kind, std::int64_t id, story::CommentPolicy policy);
    std::string sealed(std::string_view email) const;
    std::string email_hash(std::string_view email) const;
    void append_change(ChangeKind kind, std::int64_t id);
    void replace_urgency(story::StoryId id, story::Urgency urgency);
    void replace_pictures(story::StoryId id, const story::Story& story);
    void use_file(story::StoryId id, std::string_view file);
    void replace_extras(story::StoryId id, const story::Story& story);
    Result<void> replace_related(story::StoryId id, const story::Story& story);
    Result<void> replace_topics(const story::Story& story, story::StoryId id);
    Result<void> replace_sections(story::StoryId id, const story::Story& story);
    void restand_stories(story::SectionId section);
    Result<void> replace_page(story::StoryId id, const story::Story& story);
    Result<void> keep_parts(story::StoryId id, const story::Story& story);
    Result<story::TopicId> topic_for(const story::Tag& tag) {
        return bring_topic({.id = {}, .slug = {}, .name = tag.name, .kind = tag.kind});
    }
    void replace_bylines(story::StoryId id, const std::vector<story::Person>& people);
};

}  // namespace warraq::store::sql
