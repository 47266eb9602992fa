// The read calls about comments: part of Reading, in a file of their own. Included by reader.cpp alone.
#pragma once

#include "store/sql/comment_row.h"
#include "store/sql/reader.h"

namespace warraq::store::sql {

template <class Interface>
Result<std::optional<story::Comment>> Reading<Interface>::comment(story::CommentId id) {
    return guarded([&]() -> Result<std::optional<story::Comment>> {
        auto row = connection_.prepare("SELECT " COMMENT_COLUMNS " FROM comments c WHERE c.id = ?");
        row.bind(id.value);
        return read_one(row, read_comment);
    });
}

template <class Interface>
Result<Threads> Reading<Interface>::threads(story::StoryId id, ThreadOrder order, int offset, int limit) {
    return guarded([&]() -> Result<Threads> {
        Threads out;
        {
            auto row = connection_.prepare(
                "SELECT count(*), count(*) FILTER (WHERE c.parent_id IS NULL) FROM comments c WHERE "
                "c.story_id = ? AND c.status "
                "= 'approved' "
                "AND (c.parent_id IS NULL OR EXISTS (SELECT 1 FROM comments p WHERE p.id = c.parent_id AND "
                "p.status = "
                "'approved'))");
            row.bind(id.value).step();
            out.comments = row.number(0);
            out.total = row.number(1);
        }
        auto rows =
            connection_.prepare(order == ThreadOrder::OldestFirst
                                    ? "SELECT " COMMENT_COLUMNS
                                      " FROM comments c WHERE c.story_id = ? AND c.parent_id IS NULL AND "
                                      "c.status = 'approved' ORDER BY c.id LIMIT ? OFFSET ?"
                                    : "SELECT " COMMENT_COLUMNS
                                      " FROM comments c WHERE c.story_id = ? AND c.parent_id IS NULL AND "
                                      "c.status = 'approved' ORDER BY c.id DESC LIMIT ? OFFSET ?");
        rows.bind(id.value, limit, offset);
        while (rows.step()) {
            auto comment = read_comment(rows);
            if (!comment) return fail(comment.error());
            out.threads.push_back({std::move(*comment), {}});
        }
        for (story::Thread& thread : out.threads) {
            auto replies =
                connection_.prepare("SELECT " COMMENT_COLUMNS
                                    " FROM comments c WHERE c.story_id = ? AND c.parent_id = ? AND "
                                    "c.status = 'approved' ORDER BY c.id");
            replies.bind(id.value, thread.comment.id.value);
            while (replies.step()) {
                auto reply = read_comment(replies);
                if (!reply) return fail(reply.error());
                thread.replies.push_back(std::move(*reply));
            }
        }
        return out;
    });
}

template <class Interface>
Result<std::optional<std::int64_t>> Reading<Interface>::threads_before(story::CommentId id,
                                                                       ThreadOrder order) {
    return guarded([&]() -> Result<std::optional<std::int64_t>> {
        auto found = comment(id);
        if (!found) return fail(found.error());
        if (!*found || (*found)->status != story::CommentStatus::Approved) return std::nullopt;
        const story::CommentId top = (*found)->parent ? (*found)->parent : id;
        auto row = connection_.prepare(
            order == ThreadOrder::OldestFirst
                ? "SELECT count(*) FROM comments c WHERE c.story_id = ? AND c.parent_id IS "
                  "NULL AND c.status = 'approved' AND c.id < ?"
                : "SELECT count(*) FROM comments c WHERE c.story_id = ? AND c.parent_id IS "
                  "NULL AND c.status = 'approved' AND c.id > ?");
        row.bind((*found)->story.value, top.value).step();
        return row.number(0);
    });
}

template <class Interface>
Result<std::vector<ModeratedComment>> Reading<Interface>::comments_to_moderate(story::CommentStatus status,
                                                                               int limit) {
    return guarded([&]() -> Result<std::vector<ModeratedComment>> {
        auto rows = connection_.prepare(
            "SELECT " COMMENT_COLUMNS
            ", c.email, s.headline, c.reason, c.address_hash FROM comments c "
            "JOIN stories s ON s.id = c.story_id WHERE c.status = ? ORDER BY c.id DESC LIMIT ?");
        rows.bind(std::string(story::to_string(status)), limit);
        std::vector<ModeratedComment> comments;
        while (rows.step()) {
            auto comment = read_comment(rows);
            if (!comment) return fail(comment.error());
            ModeratedComment& out = comments.emplace_back();
            out.comment = std::move(*comment);
            // An address sealed with another key reads as none.
            if (options_.email_key &&
                !crypto::unseal(rows.text(kCommentColumns), *options_.email_key, out.email))
                out.email.clear();
            out.headline = rows.text(kCommentColumns + 1);
            out.reason = rows.text(kCommentColumns + 2);
            out.address_hash = rows.text(kCommentColumns + 3);
        }
        return comments;
    });
}

template <class Interface>
Result<std::vector<Decision>> Reading<Interface>::decisions(Instant since, int limit) {
    return guarded([&]() -> Result<std::vector<Decision>> {
        auto rows = connection_.prepare(
            // Few are decided since the last look; all of a status are many.
            "SELECT id, name, text, status, decided_at FROM comments INDEXED BY comments_by_decision WHERE "
            "decided_at >= ? AND decided_at > 0 AND status IN ('approved', 'spam') ORDER BY decided_at, id "
            "LIMIT ?");
        rows.bind(to_unix(since), limit);
        std::vector<Decision> out;
        while (rows.step())
            out.push_back({{rows.number(0)},
                           {rows.text(1), {}, rows.text(2)},
                           rows.text(3) == "spam",
                           from_unix(rows.number(4))});
        return out;
    });
}

template <class Interface>
Result<story::CommentPolicy> Reading<Interface>::comment_policy(story::StoryId id) {
    return guarded([&]() -> Result<story::CommentPolicy> {
        auto row = connection_.prepare(
            "SELECT policy FROM comment_policies WHERE (kind = 'story' AND id = ?1) OR (kind = 'section' AND "
            "id = "
            "(SELECT section_id FROM stories WHERE id = ?1)) ORDER BY kind DESC LIMIT 1");
        if (!row.bind(id.value).step()) return story::CommentPolicy::Inherit;
        return story::comment_policy_from(row.text(0)).value_or(story::CommentPolicy::Inherit);
    });
}

template <class Interface>
Result<std::vector<Ban>> Reading<Interface>::bans() {
    return guarded([&]() -> Result<std::vector<Ban>> {
        auto rows = connection_.prepare("SELECT kind, value, at FROM bans ORDER BY kind, at");
        std::vector<Ban> out;
        while (rows.step())
            out.push_back({rows.text(0) == "address" ? BanKind::Address : BanKind::Word, rows.text(1),
                           from_unix(rows.number(2))});
        return out;
    });
}

}  // namespace warraq::store::sql
