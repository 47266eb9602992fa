#include "store/sql/public_reader.h"

#include <algorithm>

#include "store/sql/card_row.h"
#include "store/sql/comment_row.h"
#include "store/sql/conditions.h"
#include "store/sql/public.h"
#include "store/sql/rows.h"
#include "story/address.h"
#include "story/media.h"

namespace warraq::store::sql {
namespace {

// What is nothing where it does not satisfy `holds`.
template <class Thing, class Holds>
Result<std::optional<Thing>> only(Result<std::optional<Thing>> found, Holds holds) {
    if (found && *found && !holds(**found)) return std::nullopt;
    return found;
}

bool is_public_card(const story::Card& card) {
    return story::is_public(card.status);
}

bool has_stories(const story::Topic& topic) {
    return topic.stories > 0;
}

// Pictures with the stories that show them, each with the time of the first one.
#define SHOWN_PICTURES                                                                                 \
    "pictures p JOIN picture_numbers n ON n.media = p.media JOIN picture_uses u ON u.media = p.media " \
    "JOIN stories s ON s.id = u.story_id AND " PUBLIC_STORY
#define SHOWN_PICTURE_COLUMNS "p.media, p.width, p.height, min(s.published_at) AS shown_at, n.number"
#define BY_PICTURE " GROUP BY p.media, p.width, p.height, n.number"

Result<LibraryPicture> read_shown_picture(Statement& row) {
    LibraryPicture picture;
    picture.image.media = row.text(0);
    picture.image.width = static_cast<int>(row.number(1));
    picture.image.height = static_cast<int>(row.number(2));
    picture.added = from_unix(row.number(3));
    picture.number = row.number(4);
    return picture;
}

}  // namespace

Result<bool> PublicReading::is_public(story::StoryId id) {
    return guarded([&]() -> Result<bool> {
        auto row = connection_.prepare("SELECT 1 FROM stories s WHERE s.id = ? AND " PUBLIC_STORY);
        return row.bind(id.value).step();
    });
}

// --- stories and pages

Result<std::optional<story::Story>> PublicReading::story(story::StoryId id) {
    auto found = only(all_.story(id), is_public_card);
    if (!found || !*found) return found;
    (*found)->embargo = {};
    for (auto* related : {&(*found)->related_pinned, &(*found)->related_excluded}) {
        std::vector<story::StoryId> kept;
        for (const story::StoryId other : *related) {
            auto known = is_public(other);
            if (!known) return fail(known.error());
            if (*known) kept.push_back(other);
        }
        *related = std::move(kept);
    }
    return found;
}

Result<std::optional<story::Card>> PublicReading::card(story::StoryId id) {
    return only(all_.card(id), is_public_card);
}

Result<std::optional<Withdrawn>> PublicReading::withdrawn(story::StoryId id) {
    return guarded([&]() -> Result<std::optional<Withdrawn>> {
        auto row =
            connection_.prepare("SELECT withdrawal FROM stories WHERE id = ? AND status = 'withdrawn'");
        if (!row.bind(id.value).step()) return std::nullopt;
        return Withdrawn{id, row.text(0)};
    });
}

Result<std::optional<story::StoryId>> PublicReading::page(std::string_view path) {
    return guarded([&]() -> Result<std::optional<story::StoryId>> {
        auto row = connection_.prepare(
            "SELECT s.id FROM pages p JOIN stories s ON s.id = p.story_id WHERE p.path = ? AND (" PUBLIC_STORY
            " OR s.status = 'withdrawn')");
        if (!row.bind(path).step()) return std::nullopt;
        return story::StoryId{row.number(0)};
    });
}

Result<std::vector<story::Card>> PublicReading::cards(const CardQuery& query) {
    for (const story::StoryId mark : {query.older_than, query.newer_than}) {
        if (!mark) continue;
        auto known = is_public(mark);
        if (!known) return fail(known.error());
        if (!*known) return not_found("there is no such story to start from");
    }
    return all_.cards(query);
}

Result<std::vector<story::Card>> PublicReading::cards_by_number(story::StoryId after, story::StoryId until) {
    return all_.cards_by_number(after, until);
}

Result<story::StoryId> PublicReading::last_story() {
    return guarded([&]() -> Result<story::StoryId> {
        auto row = connection_.prepare("SELECT s.id FROM stories s WHERE " PUBLIC_STORY
                                       " ORDER BY s.id DESC LIMIT 1");
        return row.step() ? story::StoryId{row.number(0)} : story::StoryId{};
    });
}

Result<Listed<story::StoryId>> PublicReading::list(const StoryListing& listing) {
    return all_.list(listing);
}

Result<std::vector<story::FrontPlace>> PublicReading::front_places() {
    auto places = all_.front_places();
    if (!places) return places;
    std::vector<story::FrontPlace> kept;
    for (const story::FrontPlace& place : *places) {
        auto known = is_public(place.story);
        if (!known) return fail(known.error());
        if (*known) kept.push_back(place);
    }
    return kept;
}

Result<std::vector<Views>> PublicReading::most_viewed(Instant now, int hours, int limit) {
    return all_.most_viewed(now, hours, limit);
}

// --- sections

Result<std::vector<story::Section>> PublicReading::sections() {
    return all_.sections();
}

Result<std::optional<story::Section>> PublicReading::section(std::string_view slug) {
    return all_.section(slug);
}

Result<std::unordered_map<story::SectionId, std::int64_t>> PublicReading::stories_of_sections() {
    return all_.stories_of_sections();
}

// --- people

Result<std::optional<story::Person>> PublicReading::person(std::string_view slug) {
    return guarded([&]() -> Result<std::optional<story::Person>> {
        auto row = connection_.prepare(
            "SELECT p.id, p.slug, p.name, p.about FROM people p WHERE p.slug = ? AND " PUBLIC_PERSON);
        if (!row.bind(slug).step()) return std::nullopt;
        return read_person(row);
    });
}

Result<std::optional<story::Person>> PublicReading::person(story::PersonId id) {
    return guarded([&]() -> Result<std::optional<story::Person>> {
        auto row = connection_.prepare(
            "SELECT p.id, p.slug, p.name, p.about FROM people p WHERE p.id = ? AND " PUBLIC_PERSON);
        if (!row.bind(id.value).step()) return std::nullopt;
        return read_person(row);
    });
}

Result<std::vector<story::Person>> PublicReading::authors() {
    return all_.authors();
}

// --- topics

Result<std::optional<story::Topic>> PublicReading::topic(std::string_view slug) {
    return only(all_.topic(slug), has_stories);
}

Result<std::optional<story::Topic>> PublicReading::topic(story::TopicId id) {
    return only(all_.topic(id), has_stories);
}

Result<std::vector<story::Topic>> PublicReading::topics_of(story::StoryId id) {
    return all_.topics_of(id);
}

Result<std::vector<story::Topic>> PublicReading::topics(std::string_view contains, int limit) {
    return guarded([&] {
        auto rows = connection_.prepare("SELECT " TOPIC_COLUMNS
                                        " FROM topics t WHERE t.merged_into IS NULL AND t.stories > 0 AND "
                                        "instr(t.name, ?) > 0 ORDER BY t.stories DESC, t.id LIMIT ?");
        rows.bind(contains, limit);
        return read_all(rows, read_topic);
    });
}

Result<Listed<story::Topic>> PublicReading::list(const TopicListing& listing) {
    TopicListing used = listing;
    used.used = true;
    used.hidden_too = false;
    return all_.list(used);
}

// --- comments

Result<std::optional<story::Comment>> PublicReading::comment(story::CommentId id) {
    return guarded([&] {
        auto row = connection_.prepare("SELECT " COMMENT_COLUMNS
                                       " FROM comments c JOIN stories s ON s.id = c.story_id WHERE c.id = ? "
                                       "AND " PUBLIC_COMMENT " AND " PUBLIC_STORY);
        row.bind(id.value);
        return read_one(row, read_comment);
    });
}

Result<Threads> PublicReading::threads(story::StoryId id, ThreadOrder order, int offset, int limit) {
    auto known = is_public(id);
    if (!known) return fail(known.error());
    return *known ? all_.threads(id, order, offset, limit) : Threads{};
}

Result<std::optional<std::int64_t>> PublicReading::threads_before(story::CommentId id, ThreadOrder order) {
    auto known = comment(id);
    if (!known) return fail(known.error());
    if (!*known) return std::nullopt;
    return all_.threads_before(id, order);
}

Result<std::vector<PublicComment>> PublicReading::latest_comments(int limit) {
    return guarded([&] {
        auto rows = connection_.prepare(
            "SELECT " COMMENT_COLUMNS
            ", s.headline FROM comments c JOIN stories s ON s.id = c.story_id WHERE " PUBLIC_COMMENT
            " AND " PUBLIC_STORY " ORDER BY c.id DESC LIMIT ?");
        rows.bind(limit);
        return read_all(rows, [](Statement& row) -> Result<PublicComment> {
            auto comment = read_comment(row);
            if (!comment) return fail(comment.error());
            return PublicComment{std::move(*comment), row.text(kCommentColumns)};
        });
    });
}

Result<Listed<story::Comment>> PublicReading::list(const CommentListing& listing) {
    return all_.list(listing);
}

Result<story::CommentPolicy> PublicReading::comment_policy(story::StoryId id) {
    auto known = is_public(id);
    if (!known) return fail(known.error());
    return *known ? all_.comment_policy(id) : story::CommentPolicy::Inherit;
}

// --- pictures and files

// In the words of the latest public story that shows it. What the library says of it is what was written
// last, which may be a draft's.
Result<void> PublicReading::describe(LibraryPicture& picture) {
    story::StoryId latest;
    {
        auto row = connection_.prepare(
            "SELECT s.id FROM picture_uses u JOIN stories s ON s.id = u.story_id WHERE u.media = ? "
            "AND " PUBLIC_STORY " ORDER BY s.published_at DESC, s.id DESC LIMIT 1");
        if (row.bind(picture.image.media).step()) latest = {row.number(0)};
    }
    auto story = all_.story(latest);
    if (!story) return fail(story.error());
    if (!*story) return {};
    if (auto image = story::picture_of(**story, picture.image.media)) picture.image = std::move(*image);
    return {};
}

Result<std::optional<LibraryPicture>> PublicReading::picture(std::string_view media) {
    return guarded([&]() -> Result<std::optional<LibraryPicture>> {
        std::optional<LibraryPicture> found;
        {
            auto row = connection_.prepare("SELECT " SHOWN_PICTURE_COLUMNS " FROM " SHOWN_PICTURES
                                           " WHERE p.media = ?" BY_PICTURE);
            row.bind(media);
            auto read = read_one(row, read_shown_picture);
            if (!read) return read;
            found = std::move(*read);
        }
        if (found)
            if (auto told = describe(*found); !told) return fail(told.error());
        return found;
    });
}

Result<std::optional<LibraryPicture>> PublicReading::picture(std::int64_t number) {
    auto found = list(PictureListing{.numbers = {{number}, {}}, .slice = {.limit = 1}});
    if (!found) return fail(found.error());
    if (found->things.empty()) return std::nullopt;
    return std::move(found->things.front());
}

Result<Listed<LibraryPicture>> PublicReading::list(const PictureListing& wanted) {
    return guarded([&]() -> Result<Listed<LibraryPicture>> {
        Conditions where;
        where.choose("n.number IN ({})", "n.number NOT IN ({})", wanted.numbers);
        const std::string shown =
            "(SELECT " SHOWN_PICTURE_COLUMNS " FROM " SHOWN_PICTURES + where.text() + BY_PICTURE ") AS shown";
        auto listed =
            list_of<LibraryPicture>(connection_, "media, width, height, shown_at, number", shown, where,
                                    order_and_slice("shown_at", "number", wanted.slice), read_shown_picture);
        if (!listed) return listed;
        for (LibraryPicture& picture : listed->things)
            if (auto told = describe(picture); !told) return fail(told.error());
        return listed;
    });
}

Result<std::optional<story::StoryId>> PublicReading::shown_by(std::string_view file) {
    return guarded([&]() -> Result<std::optional<story::StoryId>> {
        auto row = connection_.prepare(
            "SELECT s.id FROM picture_uses u JOIN stories s ON s.id = u.story_id WHERE u.media = ? "
            "AND " PUBLIC_STORY " ORDER BY u.story_id LIMIT 1");
        if (!row.bind(story::whole_picture(file)).step()) return std::nullopt;
        return story::StoryId{row.number(0)};
    });
}

// --- addresses

Result<std::optional<std::string>> PublicReading::redirect(std::string_view path) {
    return all_.redirect(path);
}

Result<std::optional<std::string>> PublicReading::old_address(std::string_view path) {
    return all_.old_address(path);
}

}  // namespace warraq::store::sql
