// Lists for programs that name many conditions at once and count what there is: part of Reader. Readers' own
// pages ask Reader::cards, which reads an index in order; these may look at all of the archive.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "store/pictures.h"
#include "story/comment.h"
#include "story/person.h"
#include "story/topic.h"

namespace warraq::store {

// Which ids a listing includes: those in `only` (all, if that is empty) that are not in `except`.
template <class Id>
struct Chosen {
    std::vector<Id> only = {}, except = {};
};

struct Slice {
    bool ascending = false;
    std::int64_t offset = 0;
    int limit = 10;
};

struct StoryListing {
    bool pages = false;  // pages, or stories of the news; public ones
    Chosen<story::StoryId> stories = {};
    Chosen<story::SectionId> sections = {};  // a story is of its own and those beside it
    Chosen<story::PersonId> people = {};
    Chosen<story::TopicId> topics = {};
    std::vector<std::string> slugs = {};
    std::optional<Instant> after = {}, before = {}, updated_after = {}, updated_before = {};
    enum class Order {
        Published,
        Updated,
        Number,
        Title,
        Slug,
        Given
    } order = Order::Published;  // Given: as in `stories.only`
    Slice slice = {};
};

struct CommentListing {  // approved ones of public stories
    Chosen<story::CommentId> comments = {};
    Chosen<story::StoryId> stories = {};
    std::optional<std::vector<story::CommentId>> parents = {};  // 0: of those that answer none
    std::optional<Instant> after = {}, before = {};
    Slice slice = {};
};

struct TopicListing {  // none that is merged into another
    Chosen<story::TopicId> topics = {};
    std::vector<std::string> slugs = {};
    std::string contains = {};              // part of a name
    std::optional<story::StoryId> of = {};  // those of a story
    enum class Order { Name, Stories, Number, Slug } order = Order::Name;
    bool used = false;  // those that a public story has
    bool hidden_too = false;
    Slice slice = {};
};

struct PictureListing {
    Chosen<std::int64_t> numbers = {};
    Slice slice = {};
};

template <class Thing>
struct Listed {
    std::vector<Thing> things;
    std::int64_t total = 0;  // without the slice
};

class ListingsReader {
  public:
    virtual ~ListingsReader() = default;

    virtual Result<Listed<story::StoryId>> list(const StoryListing& listing) = 0;
    virtual Result<Listed<story::Comment>> list(const CommentListing& listing) = 0;
    virtual Result<Listed<story::Topic>> list(const TopicListing& listing) = 0;
    virtual Result<Listed<LibraryPicture>> list(const PictureListing& listing) = 0;
    // Public stories of each section, beside another or not.
    virtual Result<std::unordered_map<story::SectionId, std::int64_t>> stories_of_sections() = 0;
    // Who signed public stories, by number.
    virtual Result<std::vector<story::Person>> authors() = 0;

    // Everything, by number, from the one after `after`: for those who copy an archive.
    virtual Result<std::vector<story::StoryId>> all_stories(story::StoryId after, int limit) = 0;
    virtual Result<std::vector<story::Comment>> all_comments(story::CommentId after, int limit) = 0;
    virtual Result<std::vector<story::Comment>> comments_of(story::StoryId id) = 0;  // of any status
    virtual Result<std::string> email_of(story::CommentId id) = 0;                   // empty: not kept
};

}  // namespace warraq::store
