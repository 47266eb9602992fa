#include <fmt/format.h>

#include "base/utf8.h"
#include "store/sql/writer.h"

namespace warraq::store::sql {

Result<void> SqlWriter::place_front(std::span<const story::FrontPlace> places) {
    return guarded([&]() -> Result<void> {
        connection_.prepare("DELETE FROM front_places").run();
        for (const auto& [place, story, until] : places) {
            if (place < 0 || place >= story::kFrontPlaces) return invalid("the front page has no such place");
            auto known = card(story);
            if (!known) return fail(known.error());
            if (!*known) return not_found(fmt::format("there is no story {}", story.value));
            const int added = connection_
                                  .prepare(
                                      "INSERT INTO front_places (place, story_id, until) VALUES (?, ?, ?) ON "
                                      "CONFLICT DO NOTHING")
                                  .bind(place, story.value, to_unix(until))
                                  .run();
            if (added == 0) return invalid("a place, or a story, is there twice");
        }
        append_change(ChangeKind::Front, 0);
        return {};
    });
}

Result<int> SqlWriter::clear_front(Instant now) {
    return guarded([&]() -> Result<int> {
        const int cleared = connection_.prepare("DELETE FROM front_places WHERE until > 0 AND until <= ?")
                                .bind(to_unix(now))
                                .run();
        if (cleared > 0) append_change(ChangeKind::Front, 0);
        return cleared;
    });
}

Result<void> SqlWriter::set(std::string_view key, const std::optional<std::string>& value) {
    return guarded([&]() -> Result<void> {
        if (value)
            connection_
                .prepare(
                    "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = "
                    "excluded.value")
                .bind(std::string(key), *value)
                .run();
        else
            connection_.prepare("DELETE FROM settings WHERE key = ?").bind(std::string(key)).run();
        append_change(ChangeKind::Settings, 0);
        return {};
    });
}

Result<void> SqlWriter::set_redirect(std::string_view path, const std::optional<std::string>& target) {
    if (!path.starts_with('/') || path.size() > 2'000 || !utf8::valid(path))
        return invalid("the path is not one of the site's");
    if (target && (target->empty() || target->size() > 2'000 || !utf8::valid(*target) || *target == path))
        return invalid("the target is no address that the path could lead to");
    return guarded([&]() -> Result<void> {
        if (target)
            connection_
                .prepare(
                    "INSERT INTO redirects (path, target) VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET "
                    "target = excluded.target")
                .bind(std::string(path), *target)
                .run();
        else
            connection_.prepare("DELETE FROM redirects WHERE path = ?").bind(std::string(path)).run();
        return {};
    });
}

}  // namespace warraq::store::sql
