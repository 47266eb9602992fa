// The read calls over one connection; SqlWriter adds the writing ones. Used as a base by both so that a
// transaction can read what it has just written.
#pragma once

#include "store/sql/connection.h"
#include "store/sql/public_reader.h"
#include "store/store.h"

namespace warraq::store::sql {

template <class Interface>  // Reader or Writer
class Reading : public Interface {
  public:
    Reading(Connection& connection, const StoreOptions& options)
        : connection_(connection), options_(options) {}

    PublicReader& public_view() override { return public_; }

    Result<std::optional<story::Story>> story(story::StoryId id) override;
    Result<std::optional<story::Card>> card(story::StoryId id) override;
    Result<std::vector<story::Card>> cards(const CardQuery& query) override;
    Result<std::vector<story::Card>> cards_by_number(story::StoryId after, story::StoryId until) override;
    Result<story::StoryId> last_story() override;
    Result<std::vector<story::Section>> sections() override;
    Result<std::optional<story::Section>> section(std::string_view slug) override;
    Result<std::optional<story::StoryId>> page(std::string_view path) override;
    Result<std::optional<story::Person>> person(std::string_view slug) override;
    Result<std::optional<story::Person>> person(story::PersonId id) override;
    Result<std::vector<story::Person>> people() override;
    Result<std::optional<story::Person>> person_named(std::string_view name) override;
    Result<std::optional<story::Topic>> topic(std::string_view slug) override;
    Result<std::optional<story::Topic>> topic(story::TopicId id) override;
    Result<std::vector<story::Topic>> topics_of(story::StoryId id) override;
    Result<std::vector<story::Topic>> topics(std::string_view contains, int limit) override;
    Result<Threads> threads(story::StoryId id, ThreadOrder order, int offset, int limit) override;
    Result<std::optional<std::int64_t>> threads_before(story::CommentId id, ThreadOrder order) override;
    Result<std::vector<Decision>> decisions(Instant since, int limit) override;
    Result<story::CommentPolicy> comment_policy(story::StoryId id) override;
    Result<std::vector<Ban>> bans() override;
    Result<std::optional<story::Comment>> comment(story::CommentId id) override;
    Result<std::vector<ModeratedComment>> comments_to_moderate(story::CommentStatus status,
                                                               int limit) override;
    Result<std::vector<Views>> most_viewed(Instant now, int hours, int limit) override;
    Result<std::vector<Change>> changes_after(std::int64_t seq, int limit) override;
    Result<std::int64_t> last_change() override;
    Result<Counts> counts() override;

    Result<std::vector<story::User>> users() override;
    Result<std::optional<story::User>> user(story::UserId id) override;
    Result<std::optional<story::User>> user(std::string_view login) override;
    Result<Credentials> credentials(story::UserId id) override;
    Result<std::optional<Session>> session(std::string_view hash) override;
    Result<std::vector<Session>> sessions_of(story::UserId id) override;
    Result<std::optional<Link>> link(std::string_view hash) override;
    Result<std::vector<Passkey>> passkeys_of(story::UserId id) override;
    Result<std::optional<Passkey>> passkey(std::string_view credential) override;
    Result<std::vector<AuditEntry>> audit(std::int64_t before, int limit, std::string_view untold,
                                          story::UserId own) override;

    Result<std::vector<DeskCard>> desk_cards(const DeskQuery& query) override;
    Result<std::optional<DeskCard>> desk_card(story::StoryId id) override;
    Result<story::UserId> owner_of(story::StoryId id) override;
    Result<std::vector<Revision>> revisions(story::StoryId id, int limit) override;
    Result<std::optional<Revision>> revision(std::int64_t id) override;
    Result<std::optional<WorkingCopy>> working_copy(story::StoryId id) override;
    Result<std::vector<Note>> notes(story::StoryId id) override;
    Result<std::vector<story::StoryId>> due_stories(Instant now) override;
    Result<std::optional<Instant>> next_due() override;

    Result<std::optional<Import>> import_of(std::string_view external_id) override;
    Result<std::optional<story::CommentId>> comment_imported(std::string_view external_id) override;
    Result<std::optional<std::string>> old_address(std::string_view path) override;
    Result<std::vector<std::pair<std::string, std::string>>> old_addresses(std::string_view after,
                                                                           int limit) override;
    Result<std::vector<story::StoryId>> stories_with_old_links(story::StoryId after, int limit) override;

    Result<std::vector<LibraryPicture>> pictures(std::string_view after, int limit) override;
    Result<std::optional<LibraryPicture>> picture(std::string_view media) override;
    Result<std::optional<LibraryPicture>> picture(std::int64_t number) override;
    Result<std::vector<story::Card>> stories_showing(std::string_view media, int limit) override;
    Result<std::vector<LibraryPicture>> pictures_for(story::UserId reader, std::string_view after,
                                                     int limit) override;
    Result<std::vector<story::Card>> stories_showing_for(story::UserId reader, std::string_view media,
                                                         int limit) override;
    Result<bool> may_see_file(story::UserId reader, std::string_view file) override;
    Result<std::optional<std::string>> media_piece(std::string_view name, std::uint64_t offset,
                                                   std::size_t size) override;
    Result<std::vector<std::string>> media_names() override;

    Result<Listed<story::StoryId>> list(const StoryListing& listing) override;
    Result<Listed<story::Comment>> list(const CommentListing& listing) override;
    Result<Listed<story::Topic>> list(const TopicListing& listing) override;
    Result<Listed<LibraryPicture>> list(const PictureListing& listing) override;
    Result<std::unordered_map<story::SectionId, std::int64_t>> stories_of_sections() override;
    Result<std::vector<story::Person>> authors() override;
    Result<std::vector<story::StoryId>> all_stories(story::StoryId after, int limit) override;
    Result<std::vector<story::Comment>> all_comments(story::CommentId after, int limit) override;
    Result<std::vector<story::Comment>> comments_of(story::StoryId id) override;
    Result<std::string> email_of(story::CommentId id) override;

    Result<std::vector<story::FrontPlace>> front_places() override;
    Result<std::map<std::string, std::string>> settings() override;
    Result<std::optional<std::string>> redirect(std::string_view path) override;
    Result<std::vector<Redirect>> redirects(std::string_view after, int limit) override;

    Result<ClaimState> claim(std::string_view name) override;

  protected:
    Connection& connection_;
    const StoreOptions& options_;  // the store's

  private:
    Result<void> describe_for(story::UserId reader, LibraryPicture& picture);

    PublicReading public_{*this, connection_};
};

extern template class Reading<Reader>;
extern template class Reading<Writer>;

}  // namespace warraq::store::sql
