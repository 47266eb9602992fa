#include "store/sqlite/writer.h"

namespace warraq::store::sqlite {
namespace {

void insert_picture(Connection& connection, const story::Image& image, bool say) {
    static constexpr const char* kAdd =
        "INSERT INTO pictures (media, width, height, added_at, alt, caption, credit) VALUES (?1, ?2, ?3, ?4, "
        "?5, "
        "?6, ?7) ON CONFLICT (media) DO NOTHING";
    static constexpr const char* kSay =
        "INSERT INTO pictures (media, width, height, added_at, alt, caption, credit) VALUES (?1, ?2, ?3, ?4, "
        "?5, "
        "?6, ?7) ON CONFLICT (media) DO UPDATE SET alt = excluded.alt, caption = excluded.caption, credit = "
        "excluded.credit";
    connection.prepare(say ? kSay : kAdd)
        .bind(image.media, image.width, image.height, to_unix(now()), image.alt, image.caption, image.credit)
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

Result<void> SqliteWriter::add_picture(const story::Image& image) {
    return guarded([&]() -> Result<void> {
        insert_picture(connection_, image, false);
        return {};
    });
}

void SqliteWriter::replace_pictures(story::StoryId id, const story::Story& story) {
    if (story.id) connection_.prepare("DELETE FROM picture_uses WHERE story_id = ?").bind(id.value).run();
    const auto show = [&](const story::Image& image) {
        const bool described = !image.alt.empty() || !image.caption.empty() || !image.credit.empty();
        insert_picture(connection_, image, described);
        connection_.prepare("INSERT OR IGNORE INTO picture_uses (media, story_id) VALUES (?, ?)")
            .bind(image.media, id.value)
            .run();
    };
    if (story.lead_image) show(*story.lead_image);
    for (const story::Node& block : story.body.blocks())  // pictures stand among the blocks, in nothing else
        if (block.kind == story::NodeKind::Image) show(image_of(block));
}

}  // namespace warraq::store::sqlite
