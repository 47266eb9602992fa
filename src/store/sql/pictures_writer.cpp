#include "store/sql/writer.h"
#include "story/address.h"
#include "story/media.h"

namespace warraq::store::sql {
namespace {

// What was said of it before stays where nothing is said now, but for what the same story said.
// `said_in`: the story that says it; none for what no story does.
void keep_picture(Connection& connection, const story::Image& image, Instant added, story::StoryId said_in) {
    connection
        .prepare(
            "INSERT INTO pictures (media, width, height, added_at, alt, caption, credit, said_in) VALUES "
            "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (media) DO UPDATE SET alt = excluded.alt, caption "
            "= excluded.caption, credit = excluded.credit, said_in = excluded.said_in WHERE excluded.alt <> "
            "'' OR excluded.caption <> '' OR excluded.credit <> '' OR (excluded.said_in <> 0 AND "
            "pictures.said_in = excluded.said_in)")
        .bind(image.media, image.width, image.height, to_unix(added), image.alt, image.caption, image.credit,
              said_in.value)
        .run();
    connection
        .prepare(
            "INSERT INTO picture_numbers (media) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM "
            "picture_numbers WHERE media = ?1)")
        .bind(image.media)
        .run();
}

}  // namespace

Result<void> SqlWriter::add_picture(const story::Image& image, std::optional<Instant> added) {
    return guarded([&]() -> Result<void> {
        keep_picture(connection_, image, added.value_or(now()), {});
        return {};
    });
}

Result<void> SqlWriter::show_file_to(story::UserId reader, std::string_view file, ShownAs as) {
    return guarded([&]() -> Result<void> {
        connection_
            .prepare(
                "INSERT INTO file_readers (media, user_id, uploaded, since) VALUES (?1, ?2, ?3, ?4) ON "
                "CONFLICT (media, user_id) DO UPDATE SET uploaded = 1, since = excluded.since WHERE "
                "excluded.uploaded = 1")
            .bind(story::whole_picture(file), reader.value, as == ShownAs::Uploader ? 1 : 0, to_unix(now()))
            .run();
        return {};
    });
}

Result<void> SqlWriter::add_media(std::string_view name, std::string_view content) {
    return guarded([&]() -> Result<void> {
        connection_.prepare("INSERT INTO media (name, content) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(name, Bytes{content})
            .run();
        return {};
    });
}

void SqlWriter::use_file(story::StoryId id, std::string_view file) {
    connection_.prepare("INSERT INTO picture_uses (media, story_id) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .bind(file, id.value)
        .run();
}

void SqlWriter::replace_pictures(story::StoryId id, const story::Story& story) {
    if (story.id) connection_.prepare("DELETE FROM picture_uses WHERE story_id = ?").bind(id.value).run();
    for (const story::Image& image : story::pictures_of(story)) {
        keep_picture(connection_, image, story.created == Instant{} ? now() : story.created, id);
        use_file(id, image.media);
    }
    for (const std::string& file : story::linked_files(story)) use_file(id, file);
}

Result<void> SqlWriter::fill_linked_files() {
    return guarded([&]() -> Result<void> {
        std::vector<story::StoryId> linking;
        {
            auto rows = connection_.prepare(
                "SELECT id FROM stories WHERE instr(body, '/media/') > 0 OR instr(sources, '/media/') > 0 "
                "ORDER BY id");
            while (rows.step()) linking.push_back({rows.number(0)});
        }
        for (const story::StoryId id : linking) {
            auto found = story(id);
            if (!found) return fail(found.error());
            for (const std::string& file : story::linked_files(**found)) use_file(id, file);
        }
        return {};
    });
}

}  // namespace warraq::store::sql
