// The read calls about pictures: part of Reading, in a file of their own. Included by reader.cpp alone.
#pragma once

#include "store/sql/card_row.h"
#include "store/sql/public.h"
#include "store/sql/reader.h"
#include "story/address.h"
#include "story/media.h"

namespace warraq::store::sql {

#define PICTURE_COLUMNS_SINCE(TIME) \
    "p.media, p.width, p.height, " TIME ", p.alt, p.caption, p.credit, n.number"
#define PICTURE_COLUMNS PICTURE_COLUMNS_SINCE("p.added_at")
// Is what the library says of a picture theirs to read?
#define SAID_FOR(READER)                                                                                \
    "p.said_in = 0 OR EXISTS (SELECT 1 FROM stories s WHERE s.id = p.said_in AND " OWN_OR_PUBLIC_STORY( \
        READER) ")"
#define PICTURE_TABLES "pictures p JOIN picture_numbers n ON n.media = p.media"
#define PICTURE "SELECT " PICTURE_COLUMNS " FROM " PICTURE_TABLES " "

inline Result<LibraryPicture> read_picture(Statement& row) {
    return LibraryPicture{{row.text(0), row.text(4), row.text(5), row.text(6),
                           static_cast<int>(row.number(1)), static_cast<int>(row.number(2))},
                          from_unix(row.number(3)),
                          row.number(7)};
}

template <class Interface>
Result<std::vector<LibraryPicture>> Reading<Interface>::pictures(std::string_view after, int limit) {
    return guarded([&]() -> Result<std::vector<LibraryPicture>> {
        auto rows = connection_.prepare(
            PICTURE
            "WHERE ?1 = '' OR (added_at, p.media) < (SELECT added_at, media FROM pictures WHERE media = ?1) "
            "ORDER BY added_at DESC, p.media DESC LIMIT ?2");
        rows.bind(std::string(after), limit);
        return read_all(rows, read_picture);
    });
}

template <class Interface>
Result<std::optional<LibraryPicture>> Reading<Interface>::picture(std::string_view media) {
    return guarded([&] {
        auto row = connection_.prepare(PICTURE "WHERE p.media = ?");
        row.bind(std::string(media));
        return read_one(row, read_picture);
    });
}

template <class Interface>
Result<std::optional<LibraryPicture>> Reading<Interface>::picture(std::int64_t number) {
    return guarded([&] {
        auto row = connection_.prepare(PICTURE "WHERE n.number = ?");
        row.bind(number);
        return read_one(row, read_picture);
    });
}

template <class Interface>
Result<std::vector<story::Card>> Reading<Interface>::stories_showing(std::string_view media, int limit) {
    return guarded([&] {
        auto rows = connection_.prepare("SELECT " CARD_COLUMNS
                                        " FROM picture_uses p JOIN stories s ON s.id = p.story_id "
                                        "WHERE p.media = ? ORDER BY s.updated_at DESC, s.id DESC LIMIT ?");
        rows.bind(std::string(media), limit);
        return read_cards(rows);
    });
}

template <class Interface>
Result<std::vector<LibraryPicture>> Reading<Interface>::pictures_for(story::UserId reader,
                                                                     std::string_view after, int limit) {
    return guarded([&]() -> Result<std::vector<LibraryPicture>> {
        std::vector<LibraryPicture> pictures;
        std::vector<std::size_t> said_elsewhere;
        {
            // What they were shown counts from then; all else from when it came to the newsroom.
            auto rows = connection_.prepare(
                    "WITH place AS (SELECT coalesce(r.since, a.added_at) AS at, a.media FROM pictures a LEFT "
                    "JOIN file_readers r ON r.media = a.media AND r.user_id = ?3 WHERE a.media = ?1 AND "
                    FILE_SHOWN_TO("a.media", "?3") ") "
                    "SELECT " PICTURE_COLUMNS_SINCE("r.since") ", " SAID_FOR("?3") " FROM " PICTURE_TABLES
                    " JOIN file_readers r ON r.media = p.media WHERE r.user_id = ?3 AND (?1 = '' OR (r.since, "
                    "r.media) < (SELECT at, media FROM place)) "
                    "UNION ALL "
                    "SELECT " PICTURE_COLUMNS_SINCE("p.added_at") ", " SAID_FOR("?3") " FROM " PICTURE_TABLES
                    " WHERE NOT EXISTS (SELECT 1 FROM file_readers r WHERE r.media = p.media AND r.user_id = "
                    "?3) AND (?1 = '' OR (p.added_at, p.media) < (SELECT at, media FROM place)) AND "
                    FILE_SHOWN_TO("p.media", "?3") " ORDER BY 4 DESC, 1 DESC LIMIT ?2");
            rows.bind(std::string(after), limit, reader.value);
            while (rows.step()) {
                auto picture = read_picture(rows);
                if (!picture) return fail(picture.error());
                if (rows.number(8) == 0) said_elsewhere.push_back(pictures.size());
                pictures.push_back(std::move(*picture));
            }
        }
        for (const std::size_t at : said_elsewhere)
            if (auto told = describe_for(reader, pictures[at]); !told) return fail(told.error());
        return pictures;
    });
}

// In the words of the latest story that they read; in none where no such story shows it.
template <class Interface>
Result<void> Reading<Interface>::describe_for(story::UserId reader, LibraryPicture& picture) {
    auto& image = picture.image;
    image.alt = image.caption = image.credit = {};
    story::StoryId latest;
    {
        auto row = connection_.prepare(
            "SELECT s.id FROM picture_uses p JOIN stories s ON s.id = p.story_id WHERE p.media = ?1 "
            "AND " OWN_OR_PUBLIC_STORY("?2") " ORDER BY s.updated_at DESC, s.id DESC LIMIT 1");
        row.bind(image.media, reader.value);
        if (!row.step()) return {};
        latest = {row.number(0)};
    }
    auto found = this->story(latest);
    if (!found) return fail(found.error());
    if (auto said = story::picture_of(**found, image.media)) {
        image.alt = std::move(said->alt);
        image.caption = std::move(said->caption);
        image.credit = std::move(said->credit);
    }
    return {};
}

template <class Interface>
Result<std::vector<story::Card>> Reading<Interface>::stories_showing_for(story::UserId reader,
                                                                         std::string_view media, int limit) {
    return guarded([&] {
        auto rows = connection_.prepare(
            "SELECT " CARD_COLUMNS
            " FROM picture_uses p JOIN stories s ON s.id = p.story_id WHERE p.media = ?1 "
            "AND " OWN_OR_PUBLIC_STORY("?2") " ORDER BY s.updated_at DESC, s.id DESC LIMIT ?3");
        rows.bind(std::string(media), reader.value, limit);
        return read_cards(rows);
    });
}

template <class Interface>
Result<bool> Reading<Interface>::may_see_file(story::UserId reader, std::string_view file) {
    return guarded([&]() -> Result<bool> {
        auto row = connection_.prepare("SELECT 1 WHERE " FILE_SHOWN_TO("?1", "?2"));
        return row.bind(story::whole_picture(file), reader.value).step();
    });
}

template <class Interface>
Result<std::optional<std::string>> Reading<Interface>::media_piece(std::string_view name,
                                                                   std::uint64_t offset, std::size_t size) {
    return guarded([&]() -> Result<std::optional<std::string>> {
        auto row = connection_.prepare(
            "SELECT substr(content, CAST(?2 AS INTEGER), CAST(?3 AS INTEGER)) FROM media WHERE name = ?1");
        row.bind(name, static_cast<std::int64_t>(offset) + 1, static_cast<std::int64_t>(size));
        if (!row.step()) return std::nullopt;
        return row.bytes(0);
    });
}

template <class Interface>
Result<std::vector<std::string>> Reading<Interface>::media_names() {
    return guarded([&]() -> Result<std::vector<std::string>> {
        auto rows = connection_.prepare("SELECT name FROM media ORDER BY name");
        std::vector<std::string> names;
        while (rows.step()) names.push_back(rows.text(0));
        return names;
    });
}

}  // namespace warraq::store::sql
