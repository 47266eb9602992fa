// The read calls of the desk about stories: part of Reading, in a file of their own. Included by reader.cpp
// alone.
#pragma once

#include "store/sql/card_row.h"
#include "store/sql/reader.h"

namespace warraq::store::sql {

#define DESK_CARD_COLUMNS                                                                             \
    CARD_COLUMNS                                                                                      \
    ", coalesce((SELECT o.user_id FROM story_owners o WHERE o.story_id = s.id), 0), s.words, EXISTS " \
    "(SELECT "                                                                                        \
    "1 FROM "                                                                                         \
    "working_copies w WHERE w.story_id = s.id), s.version "
// Each form is led by an index in the order of the list: (section or 0, status or '', owner or 0, updated,
// id, limit).
#define DESK_LIST(FROM_WHERE)                                                            \
    "SELECT " DESK_CARD_COLUMNS "FROM " FROM_WHERE                                       \
    " AND (?1 = 0 OR s.section_id = ?1) AND (?2 = '' OR s.status = ?2) AND ?3 = ?3 AND " \
    "(s.updated_at, s.id) < (?4, ?5) ORDER BY s.updated_at DESC, s.id DESC LIMIT ?6"

inline Result<void> read_desk_card(Statement& row, DeskCard& card) {
    card.owner = {row.number(kCardColumns)};
    card.words = static_cast<int>(row.number(kCardColumns + 1));
    card.has_working_copy = row.number(kCardColumns + 2) != 0;
    card.version = static_cast<int>(row.number(kCardColumns + 3));
    return read_card(row, card.card);
}

template <class Interface>
Result<std::optional<DeskCard>> Reading<Interface>::desk_card(story::StoryId id) {
    return guarded([&]() -> Result<std::optional<DeskCard>> {
        auto row = connection_.prepare("SELECT " DESK_CARD_COLUMNS "FROM stories s WHERE s.id = ?");
        if (!row.bind(id.value).step()) return std::nullopt;
        DeskCard card;
        if (auto read = read_desk_card(row, card); !read) return fail(read.error());
        return card;
    });
}

template <class Interface>
Result<std::vector<DeskCard>> Reading<Interface>::desk_cards(const DeskQuery& query) {
    static constexpr const char* kAll = DESK_LIST("stories s INDEXED BY stories_by_update WHERE true");
    static constexpr const char* kOfStatus =
        DESK_LIST("stories s INDEXED BY stories_unpublished WHERE s.status = ?2 AND s.status <> 'published'");
    static constexpr const char* kOfOwner =
        DESK_LIST("story_owners x JOIN stories s ON s.id = x.story_id WHERE x.user_id = ?3");
    static constexpr const char* kPages = DESK_LIST(
        "pages g JOIN stories s ON s.id = g.story_id WHERE (?3 = 0 OR EXISTS (SELECT 1 FROM story_owners x "
        "WHERE x.story_id = s.id AND x.user_id = ?3))");
    return guarded([&]() -> Result<std::vector<DeskCard>> {
        auto rows =
            connection_.prepare(query.pages                                                 ? kPages
                                : query.owner                                               ? kOfOwner
                                : query.status && *query.status != story::Status::Published ? kOfStatus
                                                                                            : kAll);
        const auto after = query.after.value_or(DeskQuery::Place{Instant::max(), {INT64_MAX}});
        rows.bind(query.section.value_or(story::SectionId{}).value,
                  query.status ? std::string(story::to_string(*query.status)) : std::string(),
                  query.owner.value_or(story::UserId{}).value, to_unix(after.updated), after.id.value,
                  query.limit);
        std::vector<DeskCard> out;
        while (rows.step())
            if (auto read = read_desk_card(rows, out.emplace_back()); !read) return fail(read.error());
        return out;
    });
}

template <class Interface>
Result<story::UserId> Reading<Interface>::owner_of(story::StoryId id) {
    return guarded([&]() -> Result<story::UserId> {
        auto row = connection_.prepare("SELECT user_id FROM story_owners WHERE story_id = ?");
        return row.bind(id.value).step() ? story::UserId{row.number(0)} : story::UserId{};
    });
}

inline Result<Revision> read_revision(Statement& row) {
    const auto status = story::status_from(row.text(4));
    if (!status) return unavailable("a stored revision has an unknown status");
    return Revision{row.number(0), {row.number(1)}, {row.number(2)}, from_unix(row.number(3)),
                    *status,       row.text(5)};
}

template <class Interface>
Result<std::vector<Revision>> Reading<Interface>::revisions(story::StoryId id, int limit) {
    return guarded([&]() -> Result<std::vector<Revision>> {
        auto rows = connection_.prepare(
            "SELECT id, story_id, user_id, at, status, '' FROM revisions WHERE story_id = ? ORDER BY id DESC "
            "LIMIT ?");
        rows.bind(id.value, limit);
        return read_all(rows, read_revision);
    });
}

template <class Interface>
Result<std::optional<Revision>> Reading<Interface>::revision(std::int64_t id) {
    return guarded([&]() -> Result<std::optional<Revision>> {
        auto row = connection_.prepare(
            "SELECT id, story_id, user_id, at, status, content FROM revisions WHERE id = ?");
        row.bind(id);
        return read_one(row, read_revision);
    });
}

template <class Interface>
Result<std::optional<WorkingCopy>> Reading<Interface>::working_copy(story::StoryId id) {
    return guarded([&]() -> Result<std::optional<WorkingCopy>> {
        auto row = connection_.prepare("SELECT user_id, at, content FROM working_copies WHERE story_id = ?");
        if (!row.bind(id.value).step()) return std::nullopt;
        return WorkingCopy{{row.number(0)}, from_unix(row.number(1)), row.text(2)};
    });
}

template <class Interface>
Result<std::vector<Note>> Reading<Interface>::notes(story::StoryId id) {
    return guarded([&]() -> Result<std::vector<Note>> {
        auto rows =
            connection_.prepare("SELECT id, user_id, at, text FROM notes WHERE story_id = ? ORDER BY id");
        rows.bind(id.value);
        std::vector<Note> out;
        while (rows.step())
            out.push_back({rows.number(0), {rows.number(1)}, from_unix(rows.number(2)), rows.text(3)});
        return out;
    });
}

template <class Interface>
Result<std::vector<story::StoryId>> Reading<Interface>::due_stories(Instant now) {
    return guarded([&]() -> Result<std::vector<story::StoryId>> {
        auto rows = connection_.prepare(
            "SELECT s.id FROM stories s WHERE s.status = 'scheduled' AND s.published_at <= ?1 AND NOT EXISTS "
            "(SELECT 1 FROM story_extras e WHERE e.story_id = s.id AND e.embargo > ?1) ORDER BY "
            "s.published_at, s.id");
        rows.bind(to_unix(now));
        std::vector<story::StoryId> out;
        while (rows.step()) out.push_back({rows.number(0)});
        return out;
    });
}

template <class Interface>
Result<std::optional<Instant>> Reading<Interface>::next_due() {
    return guarded([&]() -> Result<std::optional<Instant>> {
        auto row = connection_.prepare(
            "SELECT CASE WHEN e.embargo > s.published_at THEN e.embargo ELSE s.published_at END AS due FROM "
            "stories s LEFT JOIN story_extras e ON e.story_id = s.id WHERE s.status = 'scheduled' ORDER BY "
            "due "
            "LIMIT 1");
        if (!row.step()) return std::nullopt;
        return from_unix(row.number(0));
    });
}

}  // namespace warraq::store::sql
