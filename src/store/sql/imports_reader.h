// The read calls about what came from elsewhere: part of Reading, in a file of their own. Included by
// reader.cpp alone.
#pragma once

#include "store/sql/reader.h"

namespace warraq::store::sql {

template <class Interface>
Result<std::optional<Import>> Reading<Interface>::import_of(std::string_view external_id) {
    return guarded([&]() -> Result<std::optional<Import>> {
        auto row =
            connection_.prepare("SELECT story_id, fingerprint, version FROM imports WHERE external_id = ?");
        if (!row.bind(std::string(external_id)).step()) return std::nullopt;
        return Import{{row.number(0)}, row.text(1), static_cast<int>(row.number(2))};
    });
}

template <class Interface>
Result<std::optional<story::CommentId>> Reading<Interface>::comment_imported(std::string_view external_id) {
    return guarded([&]() -> Result<std::optional<story::CommentId>> {
        auto row = connection_.prepare("SELECT comment_id FROM imported_comments WHERE external_id = ?");
        if (!row.bind(std::string(external_id)).step()) return std::nullopt;
        return story::CommentId{row.number(0)};
    });
}

template <class Interface>
Result<std::optional<std::string>> Reading<Interface>::old_address(std::string_view path) {
    return guarded([&]() -> Result<std::optional<std::string>> {
        auto row = connection_.prepare("SELECT target FROM old_addresses WHERE path = ?");
        if (!row.bind(std::string(path)).step()) return std::nullopt;
        return row.text(0);
    });
}

template <class Interface>
Result<std::vector<std::pair<std::string, std::string>>> Reading<Interface>::old_addresses(
    std::string_view after, int limit) {
    return guarded([&]() -> Result<std::vector<std::pair<std::string, std::string>>> {
        auto rows = connection_.prepare(
            "SELECT path, target FROM old_addresses WHERE path > ? ORDER BY path LIMIT ?");
        rows.bind(std::string(after), limit);
        std::vector<std::pair<std::string, std::string>> out;
        while (rows.step()) out.emplace_back(rows.text(0), rows.text(1));
        return out;
    });
}

template <class Interface>
Result<std::vector<story::StoryId>> Reading<Interface>::stories_with_old_links(story::StoryId after,
                                                                               int limit) {
    return guarded([&]() -> Result<std::vector<story::StoryId>> {
        auto rows = connection_.prepare(
            "SELECT story_id FROM old_links WHERE story_id > ? ORDER BY story_id LIMIT ?");
        rows.bind(after.value, limit);
        std::vector<story::StoryId> out;
        while (rows.step()) out.push_back({rows.number(0)});
        return out;
    });
}

}  // namespace warraq::store::sql
