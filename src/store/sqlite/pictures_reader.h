// The read calls about pictures: part of Reading, in a file of their own. Included by reader.cpp alone.
#pragma once

#include "store/sqlite/card_row.h"
#include "store/sqlite/reader.h"

namespace warraq::store::sqlite {

template <class Interface>
Result<std::vector<LibraryPicture>> Reading<Interface>::pictures(std::string_view after, int limit) {
    return guarded([&]() -> Result<std::vector<LibraryPicture>> {
        auto rows = connection_.prepare(
            "SELECT media, width, height, added_at, alt, caption, credit FROM pictures "
            "WHERE ?1 = '' OR (added_at, media) < (SELECT added_at, media FROM pictures WHERE media = ?1) "
            "ORDER BY added_at DESC, media DESC LIMIT ?2");
        rows.bind(std::string(after), limit);
        std::vector<LibraryPicture> out;
        while (rows.step())
            out.push_back({{rows.text(0), rows.text(4), rows.text(5), rows.text(6),
                            static_cast<int>(rows.number(1)), static_cast<int>(rows.number(2))},
                           from_unix(rows.number(3))});
        return out;
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

}  // namespace warraq::store::sqlite
