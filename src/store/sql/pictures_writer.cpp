#include "store/sql/writer.h"

namespace warraq::store::sql {
namespace {

// What was said of it before stays where nothing is said now.
void keep_picture(Connection& connection, const story::Image& image, Instant added) {
    connection
        .prepare(
            "INSERT INTO pictures (media, width, height, added_at, alt, caption, credit) VALUES (?1, ?2, ?3, "
            "?4, "
            "?5, ?6, ?7) ON CONFLICT (media) DO UPDATE SET alt = excluded.alt, caption = excluded.caption, "
            "credit "
            "= excluded.credit WHERE excluded.alt <> '' OR excluded.caption <> '' OR excluded.credit <> ''")
        .bind(image.media, image.width, image.height, to_unix(added), image.alt, image.caption, image.credit)
        .run();
    connection
        .prepare(
            "INSERT INTO picture_numbers (media) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM "
            "picture_numbers WHERE media = ?1)")
        .bind(image.media)
        .run();
}

story::Image image_of(const story::Node& node) {
    return {std::string(node.attribute("media")),
            std::string(node.attribute("alt")),
            std::string(node.attribute("caption")),
            std::string(node.attribute("credit")),
            node.number("width"),
            node.number("height")};
}

}  // namespace

Result<void> SqlWriter::add_picture(const story::Image& image, std::optional<Instant> added) {
    return guarded([&]() -> Result<void> {
        keep_picture(connection_, image, added.value_or(now()));
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

void SqlWriter::replace_pictures(story::StoryId id, const story::Story& story) {
    if (story.id) connection_.prepare("DELETE FROM picture_uses WHERE story_id = ?").bind(id.value).run();
    const auto show = [&](const story::Image& image) {
        keep_picture(connection_, image, story.created == Instant{} ? now() : story.created);
        connection_.prepare("INSERT INTO picture_uses (media, story_id) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(image.media, id.value)
            .run();
    };
    if (story.lead_image) show(*story.lead_image);
    for (const story::Node& block : story.body.blocks())  // pictures stand among the blocks, in nothing else
        if (block.kind == story::NodeKind::Image) show(image_of(block));
}

}  // namespace warraq::store::sql
