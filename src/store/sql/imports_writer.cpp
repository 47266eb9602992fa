// The writer's calls about what comes from elsewhere.
#include <fmt/format.h>

#include "base/utf8.h"
#include "store/sql/columns.h"
#include "store/sql/writer.h"

namespace warraq::store::sql {

Result<void> SqlWriter::remember_import(std::string_view external_id, const Import& import) {
    return guarded([&]() -> Result<void> {
        connection_
            .prepare(
                "INSERT INTO imports (external_id, story_id, fingerprint, version) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (external_id) DO UPDATE SET fingerprint = excluded.fingerprint, "
                "version = excluded.version")
            .bind(std::string(external_id), import.story.value, import.fingerprint, import.version)
            .run();
        return {};
    });
}

Result<void> SqlWriter::grow_import(story::StoryId id) {
    return guarded([&]() -> Result<void> {
        connection_
            .prepare(
                "UPDATE imports SET version = version + 1 WHERE story_id = ?1 AND version + 1 = (SELECT "
                "s.version FROM stories s WHERE s.id = ?1)")
            .bind(id.value)
            .run();
        return {};
    });
}

Result<story::CommentId> SqlWriter::bring_comment(const ImportedComment& given) {
    auto known = comment_imported(given.external_id);
    if (!known) return fail(known.error());
    if (*known) return **known;
    const story::Comment& comment = given.comment;
    auto commented = card(comment.story);
    if (!commented) return fail(commented.error());
    if (!*commented) return not_found("there is no such story");
    story::CommentId parent = comment.parent;
    if (parent) {
        auto answered = this->comment(parent);
        if (!answered) return fail(answered.error());
        if (!*answered || (*answered)->story != comment.story)
            parent = {};
        else if ((*answered)->parent)
            parent = (*answered)->parent;
    }
    return guarded([&]() -> Result<story::CommentId> {
        auto row = connection_.prepare(
            "INSERT INTO comments (story_id, status, created_at, name, text, email, email_hash, parent_id, "
            "id) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif(?8, 0), CASE WHEN ?9 > 0 AND NOT EXISTS "
            "(SELECT 1 FROM comments WHERE id = ?9) THEN ?9 END RETURNING id");
        row.bind(comment.story.value, std::string(story::to_string(comment.status)), to_unix(comment.created),
                 comment.name, comment.text, sealed(given.email), email_hash(given.email), parent.value,
                 comment.id.value);
        const story::CommentId id{row.returned()};
        connection_.prepare("INSERT INTO imported_comments (external_id, comment_id) VALUES (?, ?)")
            .bind(given.external_id, id.value)
            .run();
        append_change(ChangeKind::Comment, id.value);
        return id;
    });
}

Result<void> SqlWriter::number_picture(std::string_view media, std::int64_t number) {
    return guarded([&]() -> Result<void> {
        connection_
            .prepare(
                "UPDATE picture_numbers SET number = ?2 WHERE media = ?1 AND ?2 > 0 AND NOT EXISTS (SELECT 1 "
                "FROM picture_numbers WHERE number = ?2)")
            .bind(std::string(media), number)
            .run();
        return {};
    });
}

Result<void> SqlWriter::set_old_address(std::string_view path, std::string_view target) {
    if (!path.starts_with('/') || path.size() > 2'000 || !utf8::valid(path))
        return invalid("the old address is no path");
    return guarded([&]() -> Result<void> {
        connection_
            .prepare(
                "INSERT INTO old_addresses (path, target) VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET "
                "target "
                "= excluded.target")
            .bind(std::string(path), std::string(target))
            .run();
        return {};
    });
}

Result<void> SqlWriter::mark_old_links(story::StoryId id, bool has_some) {
    return guarded([&]() -> Result<void> {
        if (has_some)
            connection_.prepare("INSERT INTO old_links (story_id) VALUES (?) ON CONFLICT DO NOTHING")
                .bind(id.value)
                .run();
        else
            connection_.prepare("DELETE FROM old_links WHERE story_id = ?").bind(id.value).run();
        return {};
    });
}

}  // namespace warraq::store::sql
