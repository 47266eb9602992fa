// The read calls about how the newsroom shows itself: part of Reading, in a file of their own. Included by
// reader.cpp alone.
#pragma once

#include "store/sql/reader.h"

namespace warraq::store::sql {

template <class Interface>
Result<std::vector<story::FrontPlace>> Reading<Interface>::front_places() {
    return guarded([&]() -> Result<std::vector<story::FrontPlace>> {
        auto rows = connection_.prepare("SELECT place, story_id, until FROM front_places ORDER BY place");
        std::vector<story::FrontPlace> out;
        while (rows.step())
            out.push_back({static_cast<int>(rows.number(0)), {rows.number(1)}, from_unix(rows.number(2))});
        return out;
    });
}

template <class Interface>
Result<std::map<std::string, std::string>> Reading<Interface>::settings() {
    return guarded([&]() -> Result<std::map<std::string, std::string>> {
        auto rows = connection_.prepare("SELECT key, value FROM settings");
        std::map<std::string, std::string> out;
        while (rows.step()) out.emplace(rows.text(0), rows.text(1));
        return out;
    });
}

template <class Interface>
Result<std::optional<std::string>> Reading<Interface>::redirect(std::string_view path) {
    return guarded([&]() -> Result<std::optional<std::string>> {
        auto row = connection_.prepare("SELECT target FROM redirects WHERE path = ?");
        if (!row.bind(std::string(path)).step()) return std::nullopt;
        return row.text(0);
    });
}

template <class Interface>
Result<std::vector<Redirect>> Reading<Interface>::redirects(std::string_view after, int limit) {
    return guarded([&]() -> Result<std::vector<Redirect>> {
        auto rows =
            connection_.prepare("SELECT path, target FROM redirects WHERE path > ? ORDER BY path LIMIT ?");
        rows.bind(std::string(after), limit);
        std::vector<Redirect> out;
        while (rows.step()) out.push_back({rows.text(0), rows.text(1)});
        return out;
    });
}

}  // namespace warraq::store::sql
