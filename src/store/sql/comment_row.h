// A comment as queries select it, as `c`.
#pragma once

#include "store/sql/connection.h"
#include "story/comment.h"

namespace warraq::store::sql {

#define COMMENT_COLUMNS "c.id, c.story_id, c.name, c.text, c.status, c.created_at, c.parent_id, c.edited_at"
inline constexpr int kCommentColumns = 8;

inline Result<story::Comment> read_comment(Statement& row) {
    const auto status = story::comment_status_from(row.text(4));
    if (!status) return unavailable("a stored comment has an unknown status");
    story::Comment comment{{row.number(0)}, {row.number(1)},          row.text(2), row.text(3),
                           *status,         from_unix(row.number(5)), {},          {}};
    if (!row.null(6)) comment.parent = {row.number(6)};
    if (const auto edited = row.number(7)) comment.edited = from_unix(edited);
    return comment;
}

}  // namespace warraq::store::sql
