// The read calls about pictures: part of Reading, in a file of their own. Included by reader.cpp alone.
#pragma once

#include "store/sql/card_row.h"
#include "store/sql/reader.h"

namespace warraq::store::sql {

#define PICTURE_COLUMNS "p.media, p.width, p.height, p.added_at, p.alt, p.caption, p.credit, n.number"
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
