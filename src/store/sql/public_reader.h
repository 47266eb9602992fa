// The public part of a snapshot. What is public by itself (rivers, sections) it has its snapshot read; what a
// number or a name asks for it reads only where that is public.
#pragma once

#include "store/public_reader.h"
#include "store/sql/connection.h"

namespace warraq::store {
class Reader;
}

namespace warraq::store::sql {

class PublicReading final : public PublicReader {
  public:
    // Both outlive it; `all` reads by `connection`.
    PublicReading(Reader& all, Connection& connection) : all_(all), connection_(connection) {}

    Result<std::optional<story::Story>> story(story::StoryId id) override;
    Result<std::optional<story::Card>> card(story::StoryId id) override;
    Result<std::optional<Withdrawn>> withdrawn(story::StoryId id) override;
    Result<std::optional<story::StoryId>> page(std::string_view path) override;
    Result<std::vector<story::Card>> cards(const CardQuery& query) override;
    Result<std::vector<story::Card>> cards_by_number(story::StoryId after, story::StoryId until) override;
    Result<story::StoryId> last_story() override;
    Result<Listed<story::StoryId>> list(const StoryListing& listing) override;
    Result<std::vector<story::FrontPlace>> front_places() override;
    Result<std::vector<Views>> most_viewed(Instant now, int hours, int limit) override;

    Result<std::vector<story::Section>> sections() override;
    Result<std::optional<story::Section>> section(std::string_view slug) override;
    Result<std::unordered_map<story::SectionId, std::int64_t>> stories_of_sections() override;

    Result<std::optional<story::Person>> person(std::string_view slug) override;
    Result<std::optional<story::Person>> person(story::PersonId id) override;
    Result<std::vector<story::Person>> authors() override;

    Result<std::optional<story::Topic>> topic(std::string_view slug) override;
    Result<std::optional<story::Topic>> topic(story::TopicId id) override;
    Result<std::vector<story::Topic>> topics_of(story::StoryId id) override;
    Result<std::vector<story::Topic>> topics(std::string_view contains, int limit) override;
    Result<Listed<story::Topic>> list(const TopicListing& listing) override;

    Result<std::optional<story::Comment>> comment(story::CommentId id) override;
    Result<Threads> threads(story::StoryId id, ThreadOrder order, int offset, int limit) override;
    Result<std::optional<std::int64_t>> threads_before(story::CommentId id, ThreadOrder order) override;
    Result<std::vector<PublicComment>> latest_comments(int limit) override;
    Result<Listed<story::Comment>> list(const CommentListing& listing) override;
    Result<story::CommentPolicy> comment_policy(story::StoryId id) override;

    Result<std::optional<LibraryPicture>> picture(std::string_view media) override;
    Result<std::optional<LibraryPicture>> picture(std::int64_t number) override;
    Result<Listed<LibraryPicture>> list(const PictureListing& listing) override;
    Result<std::optional<story::StoryId>> shown_by(std::string_view file) override;

    Result<std::optional<std::string>> redirect(std::string_view path) override;
    Result<std::optional<std::string>> old_address(std::string_view path) override;

  private:
    Result<bool> is_public(story::StoryId id);
    Result<void> describe(LibraryPicture& picture);

    Reader& all_;
    Connection& connection_;
};

}  // namespace warraq::store::sql
