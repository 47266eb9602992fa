// What strangers may know of a newsroom, at one moment: all that the readers' site, its feeds and its APIs
// are made from.
//
//     auto snapshot = store.public_snapshot();          // store/public_store.h
//     auto story = (*snapshot)->story(id);              // nothing, where it is not public
//
// There is no call here that answers differently while something hidden (a draft, a scheduled or withdrawn
// story, a working copy, a held comment, what only those name or show) is made, changed or removed; only
// numbers have gaps. Public are
// - stories that are published or corrected, with what they themselves say;
// - of a withdrawn story its number, and why it was withdrawn; of a withdrawn page its address too;
// - people who sign a public story, topics that one tells of, sections;
// - approved comments of public stories that answer no comment but approved ones;
// - pictures and other files that a public story shows or links to;
// - what editors decided for readers to meet: places of the front page, redirects, old addresses, as far as
//   what stands there is public.
//
// Belongs to the thread that took it. Errors: Unavailable for the database, others as each call says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "store/card_query.h"
#include "store/comments.h"
#include "store/listings.h"
#include "store/views.h"
#include "story/comment.h"
#include "story/front_page.h"
#include "story/person.h"
#include "story/section.h"
#include "story/story.h"
#include "story/topic.h"

namespace warraq::store {

// All that readers are told of a story that was taken down; its headline, and the address made of that, are
// taken down with it.
struct Withdrawn {
    story::StoryId id;
    std::string why;
};

class PublicReader {
  public:
    virtual ~PublicReader() = default;

    // --- stories and pages. A story comes without its embargo, and names only public ones as related.
    virtual Result<std::optional<story::Story>> story(story::StoryId id) = 0;
    virtual Result<std::optional<story::Card>> card(story::StoryId id) = 0;
    virtual Result<std::optional<Withdrawn>> withdrawn(story::StoryId id) = 0;
    // The page at this address, public or withdrawn.
    virtual Result<std::optional<story::StoryId>> page(std::string_view path) = 0;
    // Error: NotFound where the story to start from is not public.
    virtual Result<std::vector<story::Card>> cards(const CardQuery& query) = 0;
    // With numbers in (after, until], in their order: a part of the archive that stays the same.
    virtual Result<std::vector<story::Card>> cards_by_number(story::StoryId after, story::StoryId until) = 0;
    virtual Result<story::StoryId> last_story() = 0;  // the highest number of a public one
    virtual Result<Listed<story::StoryId>> list(const StoryListing& listing) = 0;
    virtual Result<std::vector<story::FrontPlace>> front_places() = 0;  // by place
    // As Reader::most_viewed.
    virtual Result<std::vector<Views>> most_viewed(Instant now, int hours, int limit) = 0;

    // --- sections
    virtual Result<std::vector<story::Section>> sections() = 0;  // by position
    virtual Result<std::optional<story::Section>> section(std::string_view slug) = 0;
    // Public stories of each, beside another or not.
    virtual Result<std::unordered_map<story::SectionId, std::int64_t>> stories_of_sections() = 0;

    // --- people
    virtual Result<std::optional<story::Person>> person(std::string_view slug) = 0;
    virtual Result<std::optional<story::Person>> person(story::PersonId id) = 0;
    virtual Result<std::vector<story::Person>> authors() = 0;  // by number

    // --- topics. Those that an editor hides (Topic::hidden) have no page, and are told of nowhere; they come
    // with their stories, so that a page can be made anew when that changes.
    virtual Result<std::optional<story::Topic>> topic(std::string_view slug) = 0;  // or of one merged into it
    virtual Result<std::optional<story::Topic>> topic(story::TopicId id) = 0;
    virtual Result<std::vector<story::Topic>> topics_of(story::StoryId id) = 0;  // in the order of its tags
    // Most stories first; `contains` is part of a name, "" for all.
    virtual Result<std::vector<story::Topic>> topics(std::string_view contains, int limit) = 0;
    // None but those with public stories, whatever `used` and `hidden_too` say.
    virtual Result<Listed<story::Topic>> list(const TopicListing& listing) = 0;

    // --- comments
    virtual Result<std::optional<story::Comment>> comment(story::CommentId id) = 0;
    virtual Result<Threads> threads(story::StoryId id, ThreadOrder order, int offset, int limit) = 0;
    // How many threads of its story stand before the one that a comment is in.
    virtual Result<std::optional<std::int64_t>> threads_before(story::CommentId id, ThreadOrder order) = 0;
    virtual Result<std::vector<PublicComment>> latest_comments(int limit) = 0;  // newest first
    virtual Result<Listed<story::Comment>> list(const CommentListing& listing) = 0;
    // The story's own, or its section's; Inherit where neither has one.
    virtual Result<story::CommentPolicy> comment_policy(story::StoryId id) = 0;

    // --- pictures and files. A picture is as the latest public story that shows it says, and was added when
    // the first of them was published.
    virtual Result<std::optional<LibraryPicture>> picture(std::string_view media) = 0;
    virtual Result<std::optional<LibraryPicture>> picture(std::int64_t number) = 0;
    virtual Result<Listed<LibraryPicture>> list(const PictureListing& listing) = 0;
    // A public story that shows this file, or another size of the picture; nothing: none does.
    virtual Result<std::optional<story::StoryId>> shown_by(std::string_view file) = 0;

    // --- addresses. Their targets may be things that are not public: store/old_addresses.h knows.
    virtual Result<std::optional<std::string>> redirect(std::string_view path) = 0;     // its target
    virtual Result<std::optional<std::string>> old_address(std::string_view path) = 0;  // as ImportsReader
};

}  // namespace warraq::store
