#include "store/sql/writer.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/utf8.h"
#include "store/sql/columns.h"
#include "store/sql/public.h"
#include "story/release.h"

namespace warraq::store::sql {
namespace {

// What each write of a story asks of it.
Result<void> may_stand(const story::Story& story) {
    if (auto checked = story::check(story); !checked) return checked;
    return story::check_release(story, now());
}

// The columns that save() writes, in the order of bind_story().
void bind_story(Statement& row, const story::Story& s) {
    row.bind(s.section.value, std::string(story::to_string(s.status)), s.slug, to_unix(s.published),
             to_unix(s.updated), to_unix(s.created), static_cast<std::int64_t>(s.body.word_count()), s.kicker,
             s.headline, s.standfirst, s.lead_image ? to_column(*s.lead_image) : std::string(), s.language,
             s.dateline, s.withdrawal,
             std::string(s.key_points_by == story::KeyPointsBy::Editor ? "editor" : "machine"),
             to_column(s.key_points), to_column(s.sources), to_column(s.tags), to_column(s.corrections),
             s.body.to_json(), s.id.value, s.version);
}

}  // namespace

void SqlWriter::append_change(ChangeKind kind, std::int64_t id) {
    auto row = connection_.prepare("INSERT INTO changes (kind, id, at) VALUES (?, ?, ?)");
    row.bind(std::string(to_column(kind)), id, to_unix(now())).run();
}

void SqlWriter::replace_bylines(story::StoryId id, const std::vector<story::Person>& people) {
    connection_.prepare("DELETE FROM bylines WHERE story_id = ?").bind(id.value).run();
    int position = 0;
    for (const story::Person& person : people)
        connection_.prepare("INSERT INTO bylines (story_id, position, person_id) VALUES (?, ?, ?)")
            .bind(id.value, position++, person.id.value)
            .run();
}

void SqlWriter::replace_urgency(story::StoryId id, story::Urgency urgency) {
    connection_.prepare("DELETE FROM urgent_stories WHERE story_id = ?").bind(id.value).run();
    if (urgency == story::Urgency::Normal) return;
    connection_.prepare("INSERT INTO urgent_stories (story_id, urgency) VALUES (?, ?)")
        .bind(id.value, std::string(story::to_string(urgency)))
        .run();
}

void SqlWriter::replace_extras(story::StoryId id, const story::Story& story) {
    connection_.prepare("DELETE FROM story_extras WHERE story_id = ?").bind(id.value).run();
    if (story.search_headline.empty() && story.social_headline.empty() && story.embargo == Instant{}) return;
    connection_
        .prepare(
            "INSERT INTO story_extras (story_id, search_headline, social_headline, embargo) VALUES (?, ?, ?, "
            "?)")
        .bind(id.value, story.search_headline, story.social_headline, to_unix(story.embargo))
        .run();
}

Result<void> SqlWriter::replace_related(story::StoryId id, const story::Story& story) {
    connection_.prepare("DELETE FROM related_choices WHERE story_id = ?").bind(id.value).run();
    int position = 0;
    for (const auto& [stories, choice] :
         {std::pair(&story.related_pinned, "pinned"), std::pair(&story.related_excluded, "excluded")})
        for (const story::StoryId other : *stories) {
            auto known = card(other);
            if (!known) return fail(known.error());
            if (!*known) return invalid(fmt::format("related: there is no story {}", other.value));
            connection_
                .prepare(
                    "INSERT INTO related_choices (story_id, position, other_id, choice) VALUES (?, ?, ?, ?)")
                .bind(id.value, position++, other.value, std::string(choice))
                .run();
        }
    return {};
}

// The sections that a story stands in beside its own, and all those above any of them.
Result<void> SqlWriter::replace_sections(story::StoryId id, const story::Story& story) {
    if (story.id) connection_.prepare("DELETE FROM story_sections WHERE story_id = ?").bind(id.value).run();
    if (!story.page_path.empty()) return {};
    const auto add = [&](story::SectionId section, bool chosen) {
        if (section == story.section) return;
        connection_
            .prepare(
                "INSERT INTO story_sections (story_id, section_id, chosen, published_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING")
            .bind(id.value, section.value, static_cast<int>(chosen), to_unix(story.published))
            .run();
    };
    for (const story::SectionId section : story.also_in) add(section, true);
    auto known = sections();
    if (!known) return fail(known.error());
    const auto add_above = [&](story::SectionId section) {
        for (const story::SectionId above : story::sections_above(*known, section)) add(above, false);
    };
    add_above(story.section);
    for (const story::SectionId section : story.also_in) add_above(section);
    return {};
}

// The stories of a section whose place among the others changed stand in what is above it now.
void SqlWriter::restand_stories(story::SectionId section) {
    std::vector<std::int64_t> stories;
    auto rows = connection_.prepare(
        "SELECT id FROM stories WHERE section_id = ?1 UNION SELECT story_id FROM story_sections WHERE "
        "section_id = ?1");
    rows.bind(section.value);
    while (rows.step()) stories.push_back(rows.number(0));
    for (const std::int64_t id : stories) {
        connection_.prepare("DELETE FROM story_sections WHERE story_id = ? AND chosen = 0").bind(id).run();
        connection_
            .prepare(
                "INSERT INTO story_sections (story_id, section_id, chosen, published_at) "
                "WITH RECURSIVE above (section_id, depth) AS ("
                "SELECT section_id, 0 FROM stories WHERE id = ?1 UNION "
                "SELECT section_id, 0 FROM story_sections WHERE story_id = ?1 UNION "
                "SELECT parent_id, depth + 1 FROM sections JOIN above ON sections.id = above.section_id "
                "WHERE parent_id > 0 AND depth < 10) "
                "SELECT DISTINCT s.id, a.section_id, 0, s.published_at FROM above a, stories s WHERE s.id = "
                "?1 "
                "AND a.section_id <> s.section_id AND NOT EXISTS (SELECT 1 FROM pages p WHERE p.story_id = "
                "s.id) ON CONFLICT DO NOTHING")
            .bind(id)
            .run();
    }
}

Result<void> SqlWriter::replace_page(story::StoryId id, const story::Story& story) {
    if (story.page_path.empty()) {
        if (story.id) connection_.prepare("DELETE FROM pages WHERE story_id = ?").bind(id.value).run();
        return {};
    }
    auto taken = connection_.prepare("SELECT story_id FROM pages WHERE path = ? AND story_id <> ?");
    if (taken.bind(story.page_path, id.value).step())
        return conflict(fmt::format("another page stands at {}", story.page_path));
    // Where readers found it until now, their links lead on to it. A draft has none, and takes no other's.
    connection_
        .prepare(
            "INSERT INTO old_addresses (path, target) SELECT p.path, 'story:' || p.story_id FROM pages p "
            "JOIN stories s ON s.id = p.story_id WHERE p.story_id = ? AND p.path <> ? AND (" PUBLIC_STORY
            " OR s.status = 'withdrawn') ON CONFLICT (path) DO UPDATE SET target = excluded.target")
        .bind(id.value, story.page_path)
        .run();
    connection_
        .prepare(
            "INSERT INTO pages (story_id, path) VALUES (?, ?) ON CONFLICT (story_id) DO UPDATE SET path = "
            "excluded.path")
        .bind(id.value, story.page_path)
        .run();
    return {};
}

Result<void> SqlWriter::keep_parts(story::StoryId id, const story::Story& story) {
    replace_bylines(id, story.bylines);
    replace_urgency(id, story.urgency);
    replace_extras(id, story);
    replace_pictures(id, story);
    if (auto done = replace_sections(id, story); !done) return done;
    if (auto done = replace_page(id, story); !done) return done;
    if (auto done = replace_related(id, story); !done) return done;
    if (auto done = replace_topics(story, id); !done) return done;
    append_change(ChangeKind::Story, id.value);
    return {};
}

Result<story::StoryId> SqlWriter::add_story(const story::Story& story, story::StoryId wanted) {
    if (auto checked = may_stand(story); !checked) return fail(checked.error());
    if (story::status_on_arrival(story, now()) != story.status)
        return refused("a story dated " + to_iso8601(story.published) +
                       " is scheduled for then, not published");
    return guarded([&]() -> Result<story::StoryId> {
        auto row = connection_.prepare(
            "INSERT INTO stories (section_id, status, slug, published_at, updated_at, created_at, words, "
            "kicker, headline, standfirst, lead_image, language, dateline, withdrawal, key_points_by, "
            "key_points, sources, tags, corrections, body, version, id) "
            "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, nullif(?11, ''), ?12, ?13, ?14, ?15, ?16, ?17, "
            "?18, ?19, ?20, 1, CASE WHEN ?21 > 0 AND NOT EXISTS (SELECT 1 FROM stories WHERE id = ?21) THEN "
            "?21 END WHERE ?22 = ?22 RETURNING id");
        story::Story numbered = story;
        numbered.id = wanted;
        bind_story(row, numbered);
        const story::StoryId id{row.returned()};
        if (auto kept = keep_parts(id, story); !kept) return fail(kept.error());
        return id;
    });
}

Result<story::StoryId> SqlWriter::save(const story::Story& given) {
    if (!given.id) return add_story(given, {});
    if (auto checked = may_stand(given); !checked) return fail(checked.error());
    return guarded([&]() -> Result<story::StoryId> {
        auto row = connection_.prepare(
            "UPDATE stories SET section_id = ?1, status = ?2, slug = ?3, published_at = ?4, updated_at = ?5, "
            "created_at = ?6, words = ?7, kicker = ?8, headline = ?9, standfirst = ?10, lead_image = "
            "nullif(?11, ''), language = ?12, dateline = ?13, withdrawal = ?14, key_points_by = ?15, "
            "key_points = ?16, sources = ?17, tags = ?18, corrections = ?19, body = ?20, "
            "version = version + 1 WHERE id = ?21 AND version = ?22");
        bind_story(row, given);
        if (row.run() == 0) {
            auto present = card(given.id);
            if (!present) return fail(present.error());
            if (!*present) return not_found(fmt::format("there is no story {}", given.id.value));
            return conflict(fmt::format("story {} was saved by someone else meanwhile", given.id.value));
        }
        if (auto kept = keep_parts(given.id, given); !kept) return fail(kept.error());
        return given.id;
    });
}

Result<story::SectionId> SqlWriter::save(const story::Section& section) {
    if (!story::is_free_section_slug(section.slug))
        return invalid(fmt::format("«{}» cannot be the address of a section", section.slug));
    if (utf8::trim(section.name).empty()) return invalid("a section needs a name");
    if (!section.hue.empty() && !story::is_hue(section.hue))
        return invalid("a section's colour is none of the theme's");
    return guarded([&]() -> Result<story::SectionId> {
        auto present = this->section(section.slug);
        if (!present) return fail(present.error());
        const story::SectionId own = *present ? (*present)->id : story::SectionId{};
        if (section.parent && own) {
            auto known = sections();
            if (!known) return fail(known.error());
            const auto above = story::sections_above(*known, section.parent);
            if (section.parent == own || std::find(above.begin(), above.end(), own) != above.end())
                return invalid(fmt::format("«{}» would be a part of itself", section.slug));
        }
        auto row = connection_.prepare(
            "INSERT INTO sections (slug, name, position, hue, parent_id, id) SELECT ?1, ?2, ?3, ?4, "
            "nullif(?5, 0), CASE WHEN ?6 > 0 AND NOT EXISTS (SELECT 1 FROM sections WHERE id = ?6) THEN ?6 "
            "END WHERE true "
            "ON CONFLICT (slug) DO UPDATE SET name = excluded.name, position = excluded.position, hue = "
            "excluded.hue, parent_id = excluded.parent_id RETURNING id");
        row.bind(section.slug, section.name, section.position, section.hue, section.parent.value,
                 section.id.value);
        const story::SectionId id{row.returned()};
        if (*present && (*present)->parent != section.parent) restand_stories(id);
        append_change(ChangeKind::Section, id.value);
        return id;
    });
}

Result<story::Person> SqlWriter::person_for(std::string_view name) {
    return upsert_person({.id = {}, .slug = {}, .name = std::string(name), .about = {}});
}

Result<story::Person> SqlWriter::upsert_person(const story::Person& wanted) {
    const std::string name(utf8::trim(wanted.name));
    if (name.empty() || name.size() > 300 || !utf8::valid(name)) return invalid("a person needs a name");
    auto found = person_named(name);
    if (!found) return fail(found.error());
    if (*found) return **found;
    return guarded([&]() -> Result<story::Person> {
        const std::string base = wanted.slug.empty() ? story::slug_of(name) : wanted.slug;
        std::string slug = base;
        for (int next = 2;; ++next) {
            auto taken = person(slug);
            if (!taken) return fail(taken.error());
            if (!*taken) break;
            slug = fmt::format("{}-{}", base, next);
        }
        auto row = connection_.prepare(
            "INSERT INTO people (slug, name, about, id) SELECT ?1, ?2, ?3, CASE WHEN ?4 > 0 AND NOT "
            "EXISTS (SELECT 1 FROM people WHERE id = ?4) THEN ?4 END RETURNING id");
        row.bind(slug, name, wanted.about, wanted.id.value);
        const story::PersonId id{row.returned()};
        append_change(ChangeKind::Person, id.value);
        return story::Person{id, slug, name, wanted.about};
    });
}

Result<void> SqlWriter::describe(story::PersonId id, std::string_view about) {
    return guarded([&]() -> Result<void> {
        const int changed = connection_.prepare("UPDATE people SET about = ? WHERE id = ?")
                                .bind(std::string(about), id.value)
                                .run();
        if (changed == 0) return not_found("there is no such person");
        append_change(ChangeKind::Person, id.value);
        return {};
    });
}

Result<void> SqlWriter::add_views(Instant now, std::span<const Views> views) {
    const std::int64_t hour = to_unix_hour(now);
    return guarded([&]() -> Result<void> {
        for (const Views& view : views)
            connection_
                .prepare(
                    "INSERT INTO views (hour, story_id, count) VALUES (?, ?, ?) "
                    "ON CONFLICT (hour, story_id) DO UPDATE SET count = views.count + excluded.count")
                .bind(hour, view.story.value, view.count)
                .run();
        connection_.prepare("DELETE FROM views WHERE hour < ?").bind(hour - kMostViewHours - 1).run();
        return {};
    });
}

}  // namespace warraq::store::sql
