#include "store/sql/reader.h"

#include "store/sql/card_row.h"
#include "store/sql/claims_reader.h"
#include "store/sql/columns.h"
#include "store/sql/comments_reader.h"
#include "store/sql/desk_stories_reader.h"
#include "store/sql/imports_reader.h"
#include "store/sql/listings_reader.h"
#include "store/sql/newsroom_reader.h"
#include "store/sql/pictures_reader.h"
#include "store/sql/public.h"
#include "store/sql/rows.h"
#include "store/sql/users_reader.h"

namespace warraq::store::sql {
namespace {

constexpr std::int64_t kSecondsAnHour = 3600;

std::string bound(std::string_view text) {
    return std::string(text);
}

// The rivers (all, a period's, a section's, a person's, a topic's) by the three places to start. Literals, so
// that each is prepared once; all take (owner, time, id, limit). The indexes are named: another one would
// have a million stories sorted for each page.
enum class River { All, Period, Section, Person, Topic };
enum class From { Top, Older, Newer };

#define NO_PAGE "NOT EXISTS (SELECT 1 FROM pages p WHERE p.story_id = s.id)"
#define TOP "?2 = ?2 AND ?3 = ?3"
#define DOWN(TABLE, ID) " ORDER BY " TABLE ".published_at DESC, " ID " DESC LIMIT ?4"
#define UP(TABLE, ID) " ORDER BY " TABLE ".published_at ASC, " ID " ASC LIMIT ?4"
#define OLDER(TABLE, ID) "(" TABLE ".published_at, " ID ") < (?2, ?3)"
#define NEWER(TABLE, ID) "(" TABLE ".published_at, " ID ") > (?2, ?3)"

#define RIVER_ROW(FROM_WHERE, RANGE, ORDER) \
    "SELECT " CARD_COLUMNS " FROM " FROM_WHERE " AND " PUBLIC_STORY " AND " NO_PAGE " AND " RANGE ORDER
#define RIVER(FROM_WHERE)                                                 \
    {                                                                     \
        RIVER_ROW(FROM_WHERE, TOP, DOWN("s", "s.id")),                    \
            RIVER_ROW(FROM_WHERE, OLDER("s", "s.id"), DOWN("s", "s.id")), \
            RIVER_ROW(FROM_WHERE, NEWER("s", "s.id"), UP("s", "s.id")),   \
    }

// Of a section are its own stories and those that stand in it beside another.
#define SECTION_ROW(OWN_RANGE, BESIDE_RANGE, ORDER) \
    "SELECT " CARD_COLUMNS                                                                                   \
    " FROM (SELECT * FROM (SELECT s.id, s.published_at FROM stories s INDEXED BY stories_public_by_section " \
    "WHERE s.section_id = ?1 AND " PUBLIC_STORY " AND " NO_PAGE " AND " OWN_RANGE ORDER("s", "s.id")         \
    ") AS own UNION ALL SELECT * FROM (SELECT x.story_id AS id, x.published_at FROM story_sections x JOIN stories " \
    "s ON s.id = x.story_id WHERE x.section_id = ?1 AND " PUBLIC_STORY                                       \
    " AND " BESIDE_RANGE ORDER("x", "x.story_id") ") AS beside) r JOIN stories s ON s.id = r.id" ORDER("r", "r.id")

#define TOPIC_ROW(RANGE, ORDER)                                                                        \
    "SELECT " CARD_COLUMNS                                                                             \
    " FROM story_topics t JOIN stories s ON s.id = t.story_id WHERE t.topic_id = ?1 AND " RANGE ORDER( \
        "t", "t.story_id")

constexpr const char* kRivers[5][3] = {
    RIVER("stories s INDEXED BY stories_public WHERE ?1 = ?1"),
    RIVER("stories s INDEXED BY stories_public WHERE s.published_at >= ?1 AND s.published_at < ?5"),
    {
        SECTION_ROW(TOP, TOP, DOWN),
        SECTION_ROW(OLDER("s", "s.id"), OLDER("x", "x.story_id"), DOWN),
        SECTION_ROW(NEWER("s", "s.id"), NEWER("x", "x.story_id"), UP),
    },
    RIVER("bylines b JOIN stories s ON s.id = b.story_id WHERE b.person_id = ?1"),
    {
        TOPIC_ROW(TOP, DOWN),
        TOPIC_ROW(OLDER("t", "t.story_id"), DOWN),
        TOPIC_ROW(NEWER("t", "t.story_id"), UP),
    },
};

}  // namespace

template <class Interface>
Result<std::optional<story::Card>> Reading<Interface>::card(story::StoryId id) {
    return guarded([&]() -> Result<std::optional<story::Card>> {
        auto row = connection_.prepare("SELECT " CARD_COLUMNS " FROM stories s WHERE s.id = ?");
        if (!row.bind(id.value).step()) return std::nullopt;
        story::Card card;
        if (auto read = read_card(row, card); !read) return fail(read.error());
        return card;
    });
}

template <class Interface>
Result<std::optional<story::Story>> Reading<Interface>::story(story::StoryId id) {
    return guarded([&]() -> Result<std::optional<story::Story>> {
        auto row =
            connection_.prepare("SELECT " CARD_COLUMNS
                                ", s.version, s.created_at, s.words, s.language, s.dateline, s.withdrawal, "
                                "s.key_points_by, s.key_points, "
                                "s.sources, s.tags, s.corrections, s.body FROM stories s WHERE s.id = ?");
        if (!row.bind(id.value).step()) return std::nullopt;
        story::Story story;
        if (auto read = read_card(row, story); !read) return fail(read.error());
        int column = kCardColumns;
        story.version = static_cast<int>(row.number(column++));
        story.created = from_unix(row.number(column++));
        story.words = static_cast<int>(row.number(column++));
        story.language = row.text(column++);
        story.dateline = row.text(column++);
        story.withdrawal = row.text(column++);
        story.key_points_by =
            row.text(column++) == "editor" ? story::KeyPointsBy::Editor : story::KeyPointsBy::Machine;
        if (auto read = from_column(row.text(column++), story.key_points); !read) return fail(read.error());
        if (auto read = from_column(row.text(column++), story.sources); !read) return fail(read.error());
        if (auto read = from_column(row.text(column++), story.tags); !read) return fail(read.error());
        if (auto read = from_column(row.text(column++), story.corrections); !read) return fail(read.error());
        auto body = story::Body::from_json(row.text(column++));
        if (!body) return unavailable("a stored body cannot be read: " + body.error().message);
        story.body = std::move(*body);
        auto people = connection_.prepare(
            "SELECT p.id, p.slug, p.name, p.about FROM bylines b JOIN people p ON p.id = b.person_id "
            "WHERE b.story_id = ? ORDER BY b.position");
        people.bind(id.value);
        while (people.step()) story.bylines.push_back(read_person(people));
        auto related = connection_.prepare(
            "SELECT other_id, choice FROM related_choices WHERE story_id = ? ORDER BY position");
        related.bind(id.value);
        while (related.step())
            (related.text(1) == "pinned" ? story.related_pinned : story.related_excluded)
                .push_back({related.number(0)});
        auto beside = connection_.prepare(
            "SELECT section_id FROM story_sections WHERE story_id = ? AND chosen = 1 ORDER BY section_id");
        beside.bind(id.value);
        while (beside.step()) story.also_in.push_back({beside.number(0)});
        auto extras = connection_.prepare(
            "SELECT search_headline, social_headline, embargo FROM story_extras WHERE story_id = ?");
        if (extras.bind(id.value).step()) {
            story.search_headline = extras.text(0);
            story.social_headline = extras.text(1);
            story.embargo = from_unix(extras.number(2));
        }
        return story;
    });
}

template <class Interface>
Result<std::vector<story::Card>> Reading<Interface>::cards(const CardQuery& query) {
    return guarded([&]() -> Result<std::vector<story::Card>> {
        const River river = query.section  ? River::Section
                            : query.person ? River::Person
                            : query.topic  ? River::Topic
                            : query.period ? River::Period
                                           : River::All;
        const std::int64_t owner = query.section  ? query.section->value
                                   : query.person ? query.person->value
                                   : query.topic  ? query.topic->value
                                   : query.period ? to_unix(query.period->from)
                                                  : 0;
        const story::StoryId mark = query.older_than ? query.older_than : query.newer_than;
        const From from = query.older_than ? From::Older : query.newer_than ? From::Newer : From::Top;
        std::int64_t published = 0;
        if (mark) {
            auto row = connection_.prepare("SELECT s.published_at FROM stories s WHERE s.id = ?");
            if (!row.bind(mark.value).step()) return not_found("there is no such story to start from");
            published = row.number(0);
        }
        auto rows = connection_.prepare(kRivers[static_cast<int>(river)][static_cast<int>(from)]);
        if (river == River::Period)
            rows.bind(owner, published, mark.value, query.limit, to_unix(query.period->until));
        else
            rows.bind(owner, published, mark.value, query.limit);
        auto cards = read_cards(rows);
        if (cards && from == From::Newer) std::reverse(cards->begin(), cards->end());
        return cards;
    });
}

template <class Interface>
Result<std::vector<story::Card>> Reading<Interface>::cards_by_number(story::StoryId after,
                                                                     story::StoryId until) {
    return guarded([&] {
        auto rows = connection_.prepare("SELECT " CARD_COLUMNS
                                        " FROM stories s WHERE s.id > ? AND s.id <= ? AND " PUBLIC_STORY
                                        " ORDER BY s.id");
        rows.bind(after.value, until.value);
        return read_cards(rows);
    });
}

template <class Interface>
Result<story::StoryId> Reading<Interface>::last_story() {
    return guarded([&]() -> Result<story::StoryId> {
        auto row = connection_.prepare("SELECT coalesce(max(id), 0) FROM stories");
        row.step();
        return story::StoryId{row.number(0)};
    });
}

template <class Interface>
Result<std::vector<story::Section>> Reading<Interface>::sections() {
    return guarded([&]() -> Result<std::vector<story::Section>> {
        auto rows = connection_.prepare("SELECT " SECTION_COLUMNS " FROM sections ORDER BY position, id");
        std::vector<story::Section> sections;
        while (rows.step()) sections.push_back(read_section(rows));
        return sections;
    });
}

template <class Interface>
Result<std::optional<story::Section>> Reading<Interface>::section(std::string_view slug) {
    return guarded([&]() -> Result<std::optional<story::Section>> {
        auto row = connection_.prepare("SELECT " SECTION_COLUMNS " FROM sections WHERE slug = ?");
        if (!row.bind(bound(slug)).step()) return std::nullopt;
        return read_section(row);
    });
}

template <class Interface>
Result<std::optional<story::StoryId>> Reading<Interface>::page(std::string_view path) {
    return guarded([&]() -> Result<std::optional<story::StoryId>> {
        auto row = connection_.prepare("SELECT story_id FROM pages WHERE path = ?");
        if (!row.bind(bound(path)).step()) return std::nullopt;
        return story::StoryId{row.number(0)};
    });
}

template <class Interface>
Result<std::optional<story::Person>> Reading<Interface>::person(std::string_view slug) {
    return guarded([&]() -> Result<std::optional<story::Person>> {
        auto row = connection_.prepare("SELECT id, slug, name, about FROM people WHERE slug = ?");
        if (!row.bind(bound(slug)).step()) return std::nullopt;
        return read_person(row);
    });
}

template <class Interface>
Result<std::optional<story::Person>> Reading<Interface>::person(story::PersonId id) {
    return guarded([&]() -> Result<std::optional<story::Person>> {
        auto row = connection_.prepare("SELECT id, slug, name, about FROM people WHERE id = ?");
        if (!row.bind(id.value).step()) return std::nullopt;
        return read_person(row);
    });
}

template <class Interface>
Result<std::vector<story::Person>> Reading<Interface>::people() {
    return guarded([&]() -> Result<std::vector<story::Person>> {
        auto rows = connection_.prepare("SELECT id, slug, name, about FROM people ORDER BY id");
        std::vector<story::Person> out;
        while (rows.step()) out.push_back(read_person(rows));
        return out;
    });
}

template <class Interface>
Result<std::optional<story::Person>> Reading<Interface>::person_named(std::string_view name) {
    return guarded([&]() -> Result<std::optional<story::Person>> {
        auto row = connection_.prepare("SELECT id, slug, name, about FROM people WHERE name = ?");
        if (!row.bind(bound(name)).step()) return std::nullopt;
        return read_person(row);
    });
}

template <class Interface>
Result<std::optional<story::Topic>> Reading<Interface>::topic(std::string_view slug) {
    return guarded([&] {
        auto row = connection_.prepare("SELECT " TOPIC_COLUMNS
                                       " FROM topics t WHERE t.id = (SELECT coalesce(merged_into, id) FROM "
                                       "topics WHERE slug = ?)");
        row.bind(bound(slug));
        return read_one(row, read_topic);
    });
}

template <class Interface>
Result<std::optional<story::Topic>> Reading<Interface>::topic(story::TopicId id) {
    return guarded([&] {
        auto row = connection_.prepare("SELECT " TOPIC_COLUMNS " FROM topics t WHERE t.id = ?");
        row.bind(id.value);
        return read_one(row, read_topic);
    });
}

template <class Interface>
Result<std::vector<story::Topic>> Reading<Interface>::topics_of(story::StoryId id) {
    return guarded([&] {
        auto rows = connection_.prepare("SELECT " TOPIC_COLUMNS
                                        " FROM story_topics s JOIN topics t ON t.id = s.topic_id "
                                        "WHERE s.story_id = ? ORDER BY s.position");
        rows.bind(id.value);
        return read_all(rows, read_topic);
    });
}

template <class Interface>
Result<std::vector<story::Topic>> Reading<Interface>::topics(std::string_view contains, int limit) {
    return guarded([&] {
        auto rows = connection_.prepare("SELECT " TOPIC_COLUMNS
                                        " FROM topics t WHERE t.merged_into IS NULL AND "
                                        "instr(t.name, ?) > 0 ORDER BY t.stories DESC, t.id LIMIT ?");
        rows.bind(bound(contains), limit);
        return read_all(rows, read_topic);
    });
}

template <class Interface>
Result<std::vector<Views>> Reading<Interface>::most_viewed(Instant now, int hours, int limit) {
    return guarded([&] {
        const std::int64_t hour = to_unix_hour(now);
        const std::int64_t oldest = hour - hours;
        const std::int64_t within = kSecondsAnHour - to_unix(now) % kSecondsAnHour;  // of the oldest one
        auto rows = connection_.prepare(
            "SELECT v.story_id, sum(CASE WHEN v.hour = ?1 THEN v.count * ?2 ELSE v.count * 3600 END) AS "
            "total "
            "FROM views v JOIN stories s ON s.id = v.story_id WHERE v.hour BETWEEN ?1 AND ?3 "
            "AND " PUBLIC_STORY " GROUP BY v.story_id ORDER BY total DESC, v.story_id DESC LIMIT ?4");
        rows.bind(oldest, within, hour, limit);
        std::vector<Views> most;
        while (rows.step())
            most.push_back({{rows.number(0)}, (rows.number(1) + kSecondsAnHour / 2) / kSecondsAnHour});
        return Result<std::vector<Views>>(std::move(most));
    });
}

template <class Interface>
Result<std::vector<Change>> Reading<Interface>::changes_after(std::int64_t seq, int limit) {
    return guarded([&]() -> Result<std::vector<Change>> {
        auto rows =
            connection_.prepare("SELECT seq, kind, id, at FROM changes WHERE seq > ? ORDER BY seq LIMIT ?");
        rows.bind(seq, limit);
        std::vector<Change> changes;
        while (rows.step()) {
            const auto kind = change_kind_from(rows.text(1));
            if (!kind) return unavailable("the change feed holds an unknown kind");
            changes.push_back({rows.number(0), *kind, rows.number(2), from_unix(rows.number(3))});
        }
        return changes;
    });
}

template <class Interface>
Result<std::int64_t> Reading<Interface>::last_change() {
    return guarded([&]() -> Result<std::int64_t> {
        auto row = connection_.prepare("SELECT coalesce(max(seq), 0) FROM changes");
        row.step();
        return row.number(0);
    });
}

template <class Interface>
Result<Counts> Reading<Interface>::counts() {
    return guarded([&]() -> Result<Counts> {
        auto row = connection_.prepare(
            "SELECT (SELECT count(*) FROM stories), (SELECT count(*) FROM stories s WHERE " PUBLIC_STORY
            "), (SELECT count(*) FROM sections), (SELECT count(*) FROM people), (SELECT count(*) FROM "
            "comments), "
            "(SELECT count(*) FROM comments WHERE status = 'pending')");
        row.step();
        return Counts{row.number(0), row.number(1), row.number(2),
                      row.number(3), row.number(4), row.number(5)};
    });
}

template class Reading<Reader>;
template class Reading<Writer>;

}  // namespace warraq::store::sql
