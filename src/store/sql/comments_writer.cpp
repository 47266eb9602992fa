// The writer's calls about comments.
#include <fmt/format.h>

#include "base/ascii.h"
#include "store/sql/columns.h"
#include "store/sql/writer.h"

namespace warraq::store::sql {
namespace {

constexpr std::int64_t kSameCommentSeconds = 24 * 3600;

std::string_view to_column(BanKind kind) {
    return kind == BanKind::Address ? "address" : "word";
}

}  // namespace

std::string SqlWriter::sealed(std::string_view email) const {
    return options_.email_key && !email.empty() ? crypto::seal(email, *options_.email_key) : std::string();
}

std::string SqlWriter::email_hash(std::string_view email) const {
    if (!options_.email_key || email.empty()) return {};
    return crypto::keyed_hash(ascii::lower(email), *options_.email_key);  // case never tells two people apart
}

Result<story::CommentId> SqlWriter::add_comment(const NewComment& given) {
    const story::CommentDraft& draft = given.draft;
    if (story::errors_of(draft).any()) return invalid("the comment is not complete");
    auto commented = card(given.story);
    if (!commented) return fail(commented.error());
    if (!*commented) return not_found("there is no such story");
    if (!story::is_public((*commented)->status)) return refused("the story takes no comments");
    story::CommentId parent = given.parent;
    if (parent) {
        auto answered = comment(parent);
        if (!answered) return fail(answered.error());
        if (!*answered || (*answered)->story != given.story ||
            (*answered)->status != story::CommentStatus::Approved)
            return not_found("the comment that is answered is not there");
        if ((*answered)->parent) parent = (*answered)->parent;
    }
    return guarded([&]() -> Result<story::CommentId> {
        const auto created = to_unix(now());
        const std::string email = given.keep_email ? draft.email : std::string();
        auto same = connection_.prepare(
            "SELECT id FROM comments WHERE story_id = ? AND substr(text, 1, 40) = substr(?, 1, 40) "
            "AND text = ? AND name = ? AND created_at > ?");
        if (same.bind(given.story.value, draft.text, draft.text, draft.name, created - kSameCommentSeconds)
                .step())
            return story::CommentId{same.number(0)};
        auto row = connection_.prepare(
            "INSERT INTO comments (story_id, status, created_at, name, text, email, email_hash, parent_id, "
            "reason, address_hash) VALUES (?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?) RETURNING id");
        row.bind(given.story.value, std::string(story::to_string(given.status)), created, draft.name,
                 draft.text, sealed(email), email_hash(email), parent.value, given.reason,
                 given.address_hash);
        const story::CommentId id{row.returned()};
        append_change(ChangeKind::Comment, id.value);
        return id;
    });
}

Result<void> SqlWriter::moderate(story::CommentId id, story::CommentStatus status) {
    return guarded([&]() -> Result<void> {
        // One that was emptied at its writer's request is not shown by a moderator who saw it before.
        auto row = connection_.prepare(
            "UPDATE comments SET status = ?1, decided_at = ?2 WHERE id = ?3 AND (text <> '' OR ?1 <> "
            "'approved')");
        if (row.bind(std::string(story::to_string(status)), to_unix(now()), id.value).run() == 0)
            return not_found(fmt::format("there is no comment {}, or nothing is left of it", id.value));
        append_change(ChangeKind::Comment, id.value);
        return {};
    });
}

Result<void> SqlWriter::edit_comment(story::CommentId id, std::string_view text) {
    const story::CommentDraft draft = story::clean({"x", "x@example.org", std::string(text)});
    if (const auto errors = story::errors_of(draft); !errors.text.empty()) return invalid(errors.text);
    return guarded([&]() -> Result<void> {
        auto row =
            connection_.prepare("UPDATE comments SET text = ?, edited_at = ? WHERE id = ? AND text <> ''");
        if (row.bind(draft.text, to_unix(now()), id.value).run() == 0)
            return not_found(fmt::format("there is no comment {}, or nothing is left of it", id.value));
        append_change(ChangeKind::Comment, id.value);
        return {};
    });
}

Result<std::int64_t> SqlWriter::forget_commenter(std::string_view email) {
    const std::string hash = email_hash(email);
    if (hash.empty()) return std::int64_t{0};
    return guarded([&]() -> Result<std::int64_t> {
        std::vector<std::int64_t> ids;
        {
            auto rows = connection_.prepare("SELECT id FROM comments WHERE email_hash = ?");
            rows.bind(hash);
            while (rows.step()) ids.push_back(rows.number(0));
        }
        for (const std::int64_t id : ids) {
            connection_
                .prepare(
                    "UPDATE comments SET status = 'rejected', name = '', text = '', email = '', email_hash = "
                    "'', "
                    "address_hash = '', reason = 'removed on request', decided_at = 0 WHERE id = ?")
                .bind(id)
                .run();
            append_change(ChangeKind::Comment, id);
        }
        return static_cast<std::int64_t>(ids.size());
    });
}

Result<void> SqlWriter::set_policy(const char* kind, std::int64_t id, story::CommentPolicy policy) {
    if (policy == story::CommentPolicy::Inherit)
        connection_.prepare("DELETE FROM comment_policies WHERE kind = ? AND id = ?")
            .bind(std::string(kind), id)
            .run();
    else
        connection_
            .prepare(
                "INSERT INTO comment_policies (kind, id, policy) VALUES (?, ?, ?) "
                "ON CONFLICT (kind, id) DO UPDATE SET policy = excluded.policy")
            .bind(std::string(kind), id, std::string(story::to_string(policy)))
            .run();
    return {};
}

Result<void> SqlWriter::set_comment_policy(story::StoryId id, story::CommentPolicy policy) {
    auto known = card(id);
    if (!known) return fail(known.error());
    if (!*known) return not_found(fmt::format("there is no story {}", id.value));
    return guarded([&]() -> Result<void> {
        append_change(ChangeKind::Story, id.value);
        return set_policy("story", id.value, policy);
    });
}

Result<void> SqlWriter::set_comment_policy(story::SectionId id, story::CommentPolicy policy) {
    return guarded([&]() -> Result<void> {
        auto row = connection_.prepare("SELECT 1 FROM sections WHERE id = ?");
        if (!row.bind(id.value).step()) return not_found(fmt::format("there is no section {}", id.value));
        append_change(ChangeKind::Section, id.value);
        return set_policy("section", id.value, policy);
    });
}

Result<void> SqlWriter::ban(BanKind kind, std::string_view value) {
    if (value.empty() || value.size() > 200) return invalid("a ban needs a word or an address's hash");
    return guarded([&]() -> Result<void> {
        connection_.prepare("INSERT INTO bans (kind, value, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
            .bind(std::string(to_column(kind)), std::string(value), to_unix(now()))
            .run();
        return {};
    });
}

Result<void> SqlWriter::unban(BanKind kind, std::string_view value) {
    return guarded([&]() -> Result<void> {
        auto row = connection_.prepare("DELETE FROM bans WHERE kind = ? AND value = ?");
        if (row.bind(std::string(to_column(kind)), std::string(value)).run() == 0)
            return not_found("there is no such ban");
        return {};
    });
}

Result<void> SqlWriter::seal_emails() {
    return guarded([&]() -> Result<void> {
        std::vector<std::pair<std::int64_t, std::string>> plain;
        {
            auto rows = connection_.prepare("SELECT id, email FROM comments WHERE email LIKE '%@%'");
            while (rows.step()) plain.emplace_back(rows.number(0), rows.text(1));
        }
        for (const auto& [id, email] : plain)
            connection_.prepare("UPDATE comments SET email = ?, email_hash = ? WHERE id = ?")
                .bind(sealed(email), email_hash(email), id)
                .run();
        return {};
    });
}

}  // namespace warraq::store::sql
